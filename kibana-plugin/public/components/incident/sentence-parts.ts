import type { IconName } from '../icon';

/** `loud`: somebody should have been told and was not, or nobody answered. */
export interface Sentence {
  readonly iconName: IconName;
  readonly text: string;
  readonly loud?: boolean;
  /** What was said in somebody's own words. */
  readonly quote?: string;
}
