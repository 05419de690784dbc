/** Many runs judged together. */
export { judgeCampaign, type CampaignExpectation, type CampaignVerdict } from './campaign';
export { atMostAfterNone, estimateMean, wilson, type Estimate, type Interval, type Range } from './interval';
export { estimateStatistic } from './bootstrap';
export { mergeMetrics, type MetricIntervals } from './merge-metrics';
