import { EuiComboBox, EuiIcon, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { TARGET_TYPES, useTargets, type Target } from '../../hooks/policies';
import { AlertText } from '../alert-text';
import { icon, type IconName } from '../icon';
import { OrderButtons, moved, without } from '../order-buttons';
import { FieldProblems, type ReadinessProblem } from '../readiness';
import { plain } from '../text';

const icons = {
  user: 'user',
  schedule: 'calendar',
  team: 'users',
  slack_channel: 'logoSlack',
  webhook: 'logoWebhook',
} as const satisfies Readonly<Record<Target['type'], IconName>>;

function targetTypeText(type: Target['type']): string {
  switch (type) {
    case 'user':
      return i18n.translate('incidents.target.user', { defaultMessage: 'Responders' });
    case 'schedule':
      return i18n.translate('incidents.target.schedule', { defaultMessage: 'Whoever is on call in' });
    case 'team':
      return i18n.translate('incidents.target.team', { defaultMessage: 'Teams' });
    case 'slack_channel':
      return i18n.translate('incidents.target.slack', { defaultMessage: 'Slack channels' });
    case 'webhook':
      return i18n.translate('incidents.target.webhook', { defaultMessage: 'Webhooks' });
  }
}

/** Who or what is told, with a sign for its kind. */
export function TargetText({ type, name }: { readonly type: Target['type']; readonly name: string | undefined }) {
  return (
    <span css={{ display: 'inline-flex', alignItems: 'center', gap: 4, minWidth: 0, maxWidth: '100%' }}>
      <EuiIcon type={icon(icons[type])} size="s" aria-label={targetTypeText(type)} css={{ flex: 'none' }} />
      <AlertText text={name ?? '–'} most={80} />
    </span>
  );
}

interface TargetFieldsProps {
  readonly targets: readonly Target[];
  readonly onChange: (targets: Target[]) => void;
  readonly problemsOf: (target: number) => readonly ReadinessProblem[];
  readonly isInvalid: boolean;
}

/** Who or what a step tells, all at once. */
export function TargetFields({ targets, onChange, problemsOf, isInvalid }: TargetFieldsProps): ReactElement {
  const { all, nameOf } = useTargets();
  const label = i18n.translate('incidents.target.add', { defaultMessage: 'Add whom to tell' });
  const isTold = (type: Target['type'], id: string) => targets.some((told) => told.type === type && told.id === id);
  return (
    <>
      <ul>
        {targets.map((target, index) => (
          <li key={`${target.type} ${target.id}`} data-test-subj="incidentsTarget">
            <div css={{ display: 'flex', alignItems: 'center', gap: 8 }}>
              <EuiText size="s" css={{ flex: 1, minWidth: 0 }}>
                <TargetText type={target.type} name={nameOf(target)} />
              </EuiText>
              <OrderButtons
                name={nameOf(target) ?? '–'}
                index={index}
                count={targets.length}
                onMove={(to) => onChange(moved(targets, index, to))}
                onRemove={() => onChange(without(targets, index))}
              />
            </div>
            <FieldProblems problems={problemsOf(index)} />
          </li>
        ))}
      </ul>
      <EuiComboBox<Target>
        compressed
        fullWidth
        aria-label={label}
        placeholder={label}
        singleSelection
        isInvalid={isInvalid}
        options={TARGET_TYPES.map((type) => ({
          label: targetTypeText(type),
          options: all[type]
            .filter(({ id }) => !isTold(type, id))
            .map(({ id, name }) => ({ label: plain(name, 80), key: `${type} ${id}`, value: { type, id } })),
        })).filter(({ options }) => options.length > 0)}
        selectedOptions={[]}
        onChange={([chosen]) => {
          if (chosen?.value !== undefined) onChange([...targets, chosen.value]);
        }}
        data-test-subj="incidentsTargetAdd"
      />
    </>
  );
}
