// @ts-check
'use strict';

/**
 * Draws icon.png, the picture of the extension: three replicas of which one has crashed, and the two that go on.
 *
 *   node client/images/draw-icon.js
 *
 * The Marketplace takes no SVG, and a picture that a script makes can be changed by whoever reads it.
 */

const fs = require('node:fs');
const path = require('node:path');
const zlib = require('node:zlib');

const SIZE = 256;
/** Samples of a pixel along each axis, for smooth edges. */
const SAMPLES = 4;

const BACKGROUND = [22, 32, 50];
const ALIVE = [79, 193, 166];
const LEADER = [244, 191, 79];
const CRASHED = [232, 93, 93];
const FADED = [84, 98, 122];

const leader = { x: 128, y: 70, r: 34 };
const follower = { x: 68, y: 176, r: 30 };
const crashed = { x: 188, y: 176, r: 30 };

/** @param {number} x @param {number} y @returns {readonly number[] | undefined} colour, or undefined for see-through */
function colourAt(x, y) {
  if (!insideRoundedSquare(x, y)) return undefined;
  for (const [turn, length] of [
    [Math.PI / 4, 13],
    [-Math.PI / 4, 13],
  ]) {
    if (nearStroke(x, y, crashed.x, crashed.y, turn ?? 0, length ?? 0, 5)) return CRASHED;
  }
  if (inside(leader, x, y)) return LEADER;
  if (inside(follower, x, y)) return ALIVE;
  if (inside(crashed, x, y)) return Math.hypot(x - crashed.x, y - crashed.y) > crashed.r - 6 ? CRASHED : BACKGROUND;
  if (nearSegment(x, y, leader, follower) < 5) return ALIVE;
  if (nearSegment(x, y, leader, crashed) < 4 && dashed(x, y, leader)) return FADED;
  if (nearSegment(x, y, follower, crashed) < 4 && dashed(x, y, follower)) return FADED;
  return BACKGROUND;
}

/** @param {number} x @param {number} y */
function insideRoundedSquare(x, y) {
  const margin = 8;
  const radius = 52;
  const dx = Math.max(margin + radius - x, x - (SIZE - margin - radius), 0);
  const dy = Math.max(margin + radius - y, y - (SIZE - margin - radius), 0);
  return Math.hypot(dx, dy) <= radius;
}

/** @param {{ x: number, y: number, r: number }} circle @param {number} x @param {number} y */
function inside(circle, x, y) {
  return Math.hypot(x - circle.x, y - circle.y) <= circle.r;
}

/**
 * @param {number} x @param {number} y
 * @param {{ x: number, y: number }} a @param {{ x: number, y: number }} b
 * @returns {number} distance from the point to the segment
 */
function nearSegment(x, y, a, b) {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const along = ((x - a.x) * dx + (y - a.y) * dy) / (dx * dx + dy * dy);
  const bounded = Math.min(1, Math.max(0, along));
  return Math.hypot(x - a.x - bounded * dx, y - a.y - bounded * dy);
}

/** @param {number} x @param {number} y @param {{ x: number, y: number }} from */
function dashed(x, y, from) {
  return Math.hypot(x - from.x, y - from.y) % 18 < 10;
}

/**
 * @param {number} x @param {number} y @param {number} cx @param {number} cy
 * @param {number} turn @param {number} length half of the stroke's @param {number} width half of the stroke's
 */
function nearStroke(x, y, cx, cy, turn, length, width) {
  const dx = Math.cos(turn) * length;
  const dy = Math.sin(turn) * length;
  return nearSegment(x, y, { x: cx - dx, y: cy - dy }, { x: cx + dx, y: cy + dy }) <= width;
}

/** @returns {Buffer} rows of RGBA, each after a zero byte that says it is not filtered */
function pixels() {
  const rows = Buffer.alloc(SIZE * (1 + SIZE * 4));
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) rows.set(pixel(x, y), y * (1 + SIZE * 4) + 1 + x * 4);
  }
  return rows;
}

/** @param {number} x @param {number} y @returns {number[]} */
function pixel(x, y) {
  const sum = [0, 0, 0];
  let covered = 0;
  for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
    const dx = ((sample % SAMPLES) + 0.5) / SAMPLES;
    const dy = (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
    const colour = colourAt(x + dx, y + dy);
    if (colour === undefined) continue;
    covered++;
    colour.forEach((value, channel) => (sum[channel] = (sum[channel] ?? 0) + value));
  }
  if (covered === 0) return [0, 0, 0, 0];
  return [...sum.map((value) => Math.round(value / covered)), Math.round((255 * covered) / (SAMPLES * SAMPLES))];
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc(body), body.length + 4);
  return framed;
}

/** The checksum of PNG, section 5.5 of its specification. @param {Buffer} data */
function crc(data) {
  let value = 0xffffffff;
  for (const byte of data) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

function png() {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(SIZE, 0);
  header.writeUInt32BE(SIZE, 4);
  // 8 bits a channel, red green blue alpha.
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = zlib.deflateSync(pixels(), { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

fs.writeFileSync(path.join(__dirname, 'icon.png'), png());
