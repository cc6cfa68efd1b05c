import { i18n } from '@kbn/i18n';

/** The steps of the rule setup, in their order. */
export const STEPS = ['discover', 'map', 'thresholds', 'review', 'apply', 'prove'] as const;
export type Step = (typeof STEPS)[number];

export function stepText(step: Step): string {
  switch (step) {
    case 'discover':
      return i18n.translate('incidents.setup.step.discover', { defaultMessage: 'Discover' });
    case 'map':
      return i18n.translate('incidents.setup.step.map', { defaultMessage: 'Map to teams' });
    case 'thresholds':
      return i18n.translate('incidents.setup.step.thresholds', { defaultMessage: 'Thresholds' });
    case 'review':
      return i18n.translate('incidents.setup.step.review', { defaultMessage: 'Review the plan' });
    case 'apply':
      return i18n.translate('incidents.setup.step.apply', { defaultMessage: 'Apply' });
    case 'prove':
      return i18n.translate('incidents.setup.step.prove', { defaultMessage: 'Prove' });
  }
}
