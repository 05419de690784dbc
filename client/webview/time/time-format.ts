const US = 1e3;
const MS = 1e6;
const S = 1e9;
const MIN = 60 * S;
const H = 60 * MIN;
const DAY = 24 * H;

/** A length of time in the unit a person would choose, with three digits that matter: "850 ms", "1.2 s", "2 h 5 min". */
export function formatDuration(ns: number): string {
  if (!Number.isFinite(ns)) {
    return 'without end';
  }
  const size = Math.abs(ns);
  // Nothing is nothing in any unit; the one that people think in is the second.
  if (size < 0.5) {
    return '0 s';
  }
  if (size >= DAY) {
    return twoUnits(ns, DAY, 'd', H, 'h');
  }
  if (size >= H) {
    return twoUnits(ns, H, 'h', MIN, 'min');
  }
  if (size >= MIN) {
    return twoUnits(ns, MIN, 'min', S, 's');
  }
  if (size >= S) {
    return `${digits(ns / S)} s`;
  }
  if (size >= MS) {
    return `${digits(ns / MS)} ms`;
  }
  return size >= US ? `${digits(ns / US)} µs` : `${String(Math.round(ns))} ns`;
}

/** An instant of the run, as exact as a step of `resolutionNs` needs: "8.240 s", "1:05:00.5". */
export function formatInstant(ns: number, resolutionNs: number): string {
  const decimals = Math.min(9, Math.max(0, Math.ceil(-Math.log10(Math.max(resolutionNs, 1) / S) - 1e-9)));
  const rounded = Math.round((ns / S) * 10 ** decimals) / 10 ** decimals;
  if (rounded < 60) {
    return `${rounded.toFixed(decimals)} s`;
  }
  const seconds = rounded % 60;
  const minutes = Math.floor(rounded / 60);
  const secondsText = seconds.toFixed(decimals).padStart(decimals === 0 ? 2 : 3 + decimals, '0');
  if (minutes < 60) {
    return `${String(minutes)}:${secondsText}`;
  }
  const hours = Math.floor(minutes / 60);
  const clock = `${String(hours % 24)}:${String(minutes % 60).padStart(2, '0')}:${secondsText}`;
  return hours < 24 ? clock : `${String(Math.floor(hours / 24))}d ${clock}`;
}

function twoUnits(ns: number, unit: number, name: string, smaller: number, smallerName: string): string {
  const whole = Math.trunc(ns / unit);
  const rest = Math.round(Math.abs(ns - whole * unit) / smaller);
  if (rest * smaller >= unit) {
    return `${String(whole + 1)} ${name}`;
  }
  return rest === 0 ? `${String(whole)} ${name}` : `${String(whole)} ${name} ${String(rest)} ${smallerName}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}
