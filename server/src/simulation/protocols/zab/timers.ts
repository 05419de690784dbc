/** Timers, in the order of `ZAB_TIMERS`. */
export const ZabTimer = { Notification: 0, Finalize: 1, Silence: 2, Resend: 3, Ping: 4 } as const;
export const ZAB_TIMERS = ['notification', 'finalize', 'silence', 'resend', 'ping'] as const;

/** Silence after which a message is sent again: the least that TCP waits (Linux, TCP_RTO_MIN). */
export const RESEND_NS = 200e6;
