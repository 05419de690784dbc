import { block, joinBlocks, type BlockSchema } from './block-schema';
import { logType } from './function-schemas';
import { count, distribution, duration, onOff, positiveDuration, share, words } from './value-type';

const failureData = block('failure data', {
  mtbf: {
    type: positiveDuration,
    absent: 'it does not fail of itself',
    documentation: 'Mean time between failures, for long-run availability.',
  },
  mttr: {
    type: positiveDuration,
    absent: 'no repair time is known',
    documentation: 'Mean time to repair, for long-run availability.',
  },
});

/** `zone a { mtbf: 5y mttr: 2h ... }`, beside what lies in it. */
export const domainBlock: BlockSchema = joinBlocks('a domain', failureData);

/** `group feed-1 = n1, n2 { ... }`. */
export const groupBlock: BlockSchema = joinBlocks('a group', failureData);

/** A topology itself has no properties. */
export const topologyBlock: BlockSchema = {
  ...block('a topology', {}),
  holds: 'domains, nodes, clients, links, stores, services, balancers and jobs',
};

/** `node n1 { ... }`. */
export const nodeBlock: BlockSchema = joinBlocks(
  'a node',
  block(
    'a node',
    {
      cores: {
        type: count(1),
        absent: 'as many as its services have workers',
        documentation: 'Requests that the services on the node do their own work for at the same time.',
      },
    },
    [
      {
        name: 'clock',
        documentation: "The node's clock against true time.",
        block: block('a clock', {
          skew: {
            type: { kind: 'duration', signed: true },
            default: '0s',
            documentation: 'How far it is ahead at the start.',
          },
          drift: {
            type: { kind: 'ratio', signed: true },
            default: '0ppm',
            documentation: 'How much too fast it runs.',
          },
        }),
      },
      {
        name: 'disk',
        documentation: "The node's disk.",
        block: block('a disk', {
          latency: { type: distribution, default: '1ms', documentation: 'Time of one flush to the medium.' },
          capacity: { type: { kind: 'size', positive: true }, default: '100GB', documentation: 'What it can hold.' },
        }),
      },
    ],
  ),
  failureData,
);

/** `client web { ... }`. */
export const clientBlock: BlockSchema = block('a client', {});

/** `link ... { ... }`. */
export const linkBlock: BlockSchema = block('a link', {
  latency: {
    type: distribution,
    absent: '0.5ms within a zone or where nothing is said, 1ms between zones, 40ms between regions',
    documentation: 'One-way time of a message.',
  },
  'write-latency': {
    type: distribution,
    absent: 'as `latency`',
    documentation: 'One-way time of a message that carries a value to store, where it differs.',
  },
  loss: { type: share, default: '0%', documentation: 'Messages that never arrive.' },
  duplicate: {
    type: share,
    default: '0%',
    documentation: "Messages that arrive twice; a client's request never does.",
  },
  reorder: {
    type: duration,
    default: '0s',
    documentation: 'A message may be held back by up to this long, so that later ones overtake it.',
  },
  bandwidth: {
    type: { kind: 'bandwidth' },
    absent: 'unlimited',
    documentation: 'What the link carries in a second. What waits for it is lost when its sender crashes.',
  },
});

/** `store orders on ... using ... { ... }`. */
export const storeBlock: BlockSchema = block(
  'a store',
  {
    data: {
      type: words({
        register: 'One value a key: read, write, cas.',
        log: 'A sequence a key: append, poll.',
        counter: 'A number a key: read, increment.',
        set: 'A set a key: read, add, remove.',
      }),
      default: 'register',
      documentation: 'What it holds, which says what operations it has.',
    },
    shards: { type: count(1, 10_000), default: '1', documentation: 'Parts that the keys are spread over.' },
    replicas: {
      type: count(1),
      absent: 'every named node; `single` keeps one, `erasure` data + parity',
      documentation: 'Copies of each shard, spread over failure domains.',
    },
  },
  [
    {
      name: 'storage',
      documentation: 'How replicas keep what they have across a crash.',
      block: block('storage', {
        log: { type: logType, default: 'fsync', documentation: 'When an acknowledged write is on disk.' },
        fsync: { type: distribution, absent: "the node's disk latency", documentation: 'Time of one flush.' },
        checkpoint: {
          type: { kind: 'periodic', parts: [] },
          absent: 'no checkpoints: recovery replays the whole log',
          documentation: 'How often the state is saved whole, so that the log before it need not be replayed.',
        },
        replay: {
          type: { kind: 'rate', positive: true },
          default: '50000/s',
          documentation: 'Log entries replayed in recovery.',
        },
        checksums: {
          type: onOff,
          default: 'on',
          documentation: 'Whether corruption is detected as an error, rather than answered as a value.',
        },
      }),
    },
  ],
);
