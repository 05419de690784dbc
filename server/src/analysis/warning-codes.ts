/** Every warning that a verdict may carry. A run that proves nothing must not look like one that proves something. */
export const WARNING_CODES = {
  FTM601: 'No operation was issued.',
  FTM602: 'A fault never took effect.',
  FTM603: 'A fault took effect and hit nothing.',
  FTM604: 'A CAP class was asked for and no partition held.',
  FTM605: 'Split brain was asked about where nobody leads.',
  FTM606: 'A consistency model was asked for and nothing was read.',
  FTM607: 'Lost writes were asked about and no write was acknowledged.',
  FTM608: 'Duplicates were asked about where they leave no trace.',
  FTM609: 'No operation was issued in the window or by the subject of an expectation.',
  FTM610: 'Long-run availability was asked for without failure data.',
  FTM611: 'Detection, recovery or convergence was asked for and no fault hit anything.',
  FTM612: 'The run stopped early at a limit.',
  FTM613: 'An expectation is about something that is not measured.',
  FTM614: 'Lost writes were asked about and no replica was running when the run ended.',
  FTM615: 'An expectation holds, and nothing in the run could have broken it.',
} as const;

export type WarningCode = keyof typeof WARNING_CODES;
