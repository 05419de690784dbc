/** Timers, in the order of `PRIMARY_BACKUP_TIMERS`. */
export const PbTimer = {
  Heartbeat: 0,
  Lease: 1,
  Silence: 2,
  Canvass: 3,
  Retry: 4,
  Promotion: 5,
  Rebuild: 6,
  Detector: 7,
} as const;
export const PRIMARY_BACKUP_TIMERS = [
  'heartbeat',
  'lease',
  'silence',
  'canvass',
  'retry',
  'promotion',
  'rebuild',
  'detector',
] as const;
