import type { Alert } from '../model/alert.ts';
import { misfitOf, type Dimension } from '../support/match-matchers.ts';
import type { Directory } from './decide-team.ts';

/** What one routing rule says of an alert. */
export interface RuleVerdict {
  readonly ruleId: string;
  readonly position: number;
  readonly teamId: string;
  /** What keeps it from fitting; null when it fits, though a rule before it may have been the one. */
  readonly misfit: Dimension | null;
}

/** What every routing rule says of an alert, in the order in which they are tried; `decideTeam` says what comes of it. */
export function explainRules(
  alert: Pick<Alert, 'service' | 'environment' | 'severity' | 'tags'>,
  { rules }: Pick<Directory, 'rules'>,
): readonly RuleVerdict[] {
  return [...rules]
    .sort((a, b) => a.position - b.position)
    .map(({ id, position, teamId, matchers }) => ({
      ruleId: id,
      position,
      teamId,
      misfit: misfitOf(matchers, alert),
    }));
}
