import { EuiBadge, EuiCheckbox, EuiFlexGroup, EuiFlexItem, EuiSpacer, EuiText, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useMemo, type ReactElement, type ReactNode } from 'react';
import type { PlanAnswer, SetupItem } from '../../../common/setup';
import { AlertText } from '../alert-text';
import { Arithmetic } from './arithmetic';
import type { PlanChoices } from './plan-choices';
import { Drift, Items } from './plan-items';
import { kindText } from './words';

interface ReviewStepProps {
  readonly plan: PlanAnswer;
  readonly choices: PlanChoices;
  readonly onChoose: (choices: PlanChoices) => void;
  readonly isLoading: boolean;
}

/** What would be done in Kibana, and why. Nothing has changed yet. */
export function ReviewStep({ plan, choices, onChoose, isLoading }: ReviewStepProps): ReactElement {
  const { items, counts, blocked, left_out: leftOut, unsupported } = plan;
  const drift = useMemo(() => items.filter(isDrift).sort(byName), [items]);
  const deletions = useMemo(() => items.filter(isDeletion).sort(byName), [items]);
  const writes = useMemo(
    () => items.filter((item) => item.kind === 'create' || item.kind === 'update').sort(byName),
    [items],
  );
  const toggle = (id: string) => {
    const takeOver = new Set(choices.takeOver);
    if (!takeOver.delete(id)) takeOver.add(id);
    onChoose({ ...choices, takeOver });
  };
  return (
    <div data-test-subj="incidentsSetupPlan">
      <Counts counts={counts} />
      <EuiSpacer size="m" />
      <Arithmetic choice={plan.choice} choices={choices} onChoose={onChoose} />
      {drift.length > 0 && (
        <Part
          title={i18n.translate('incidents.setup.review.drift', {
            defaultMessage: 'Changed by hand since we wrote them ({count}): left alone unless you take them over',
            values: { count: drift.length },
          })}
          subject="incidentsSetupDrift"
        >
          {drift.map((item) => (
            <Drift key={item.id} item={item} isTaken={choices.takeOver.has(item.id)} onToggle={() => toggle(item.id)} />
          ))}
        </Part>
      )}
      {writes.length > 0 && (
        <Part
          title={i18n.translate('incidents.setup.review.writes', {
            defaultMessage: 'Created or updated ({count})',
            values: { count: writes.length },
          })}
          subject="incidentsSetupWrites"
        >
          <Items items={writes} isLoading={isLoading} />
        </Part>
      )}
      {deletions.length > 0 && (
        <Part
          title={i18n.translate('incidents.setup.review.deletions', {
            defaultMessage: 'Deleted ({count}); Kibana forgets the alerts of a rule that is deleted',
            values: { count: deletions.length },
          })}
          subject="incidentsSetupDeletions"
        >
          <EuiCheckbox
            id="incidents-setup-deletions"
            label={i18n.translate('incidents.setup.review.withDeletions', { defaultMessage: 'Delete them' })}
            checked={choices.withDeletions}
            onChange={({ target }) => onChoose({ ...choices, withDeletions: target.checked })}
            data-test-subj="incidentsSetupWithDeletions"
          />
          <EuiSpacer size="s" />
          <Items items={deletions} isLoading={isLoading} />
        </Part>
      )}
      {blocked.length > 0 && (
        <Part
          title={i18n.translate('incidents.setup.review.blocked', {
            defaultMessage: 'Wanted, and not possible ({count})',
            values: { count: blocked.length },
          })}
          subject="incidentsSetupBlocked"
        >
          <EuiText size="s">
            <ul>
              {blocked.slice(0, 50).map(({ id, rule, reason, needs }) => (
                <li key={id}>
                  {kindText(rule.kind)} <AlertText text={rule.services.join(', ')} />: {blockedText(reason, needs)}
                </li>
              ))}
            </ul>
          </EuiText>
        </Part>
      )}
      {(leftOut.length > 0 || unsupported.length > 0) && <Rest leftOut={leftOut} unsupported={unsupported} />}
    </div>
  );
}

/** The plan's own order is that of the ids. */
function byName(a: SetupItem, b: SetupItem): number {
  return a.name < b.name ? -1 : 1;
}

type Drifted = Extract<SetupItem, { kind: 'update' | 'drift' }>;
type Deletion = Extract<SetupItem, { kind: 'delete' }>;

function isDrift(item: SetupItem): item is Drifted {
  return item.kind === 'drift';
}

function isDeletion(item: SetupItem): item is Deletion {
  return item.kind === 'delete';
}

function Counts({ counts }: { readonly counts: PlanAnswer['counts'] }): ReactElement {
  return (
    <EuiFlexGroup gutterSize="s" wrap responsive={false} data-test-subj="incidentsSetupCounts">
      {COUNTED.map(([kind, color]) => (
        <EuiFlexItem key={kind} grow={false}>
          <EuiBadge color={counts[kind] === 0 ? 'hollow' : color}>{countText(kind, counts[kind])}</EuiBadge>
        </EuiFlexItem>
      ))}
    </EuiFlexGroup>
  );
}

const COUNTED = [
  ['create', 'success'],
  ['update', 'primary'],
  ['drift', 'warning'],
  ['delete', 'danger'],
  ['keep', 'hollow'],
  ['blocked', 'warning'],
] as const satisfies readonly (readonly [keyof PlanAnswer['counts'], string])[];

function countText(kind: keyof PlanAnswer['counts'], count: number): string {
  const values = { count };
  switch (kind) {
    case 'create':
      return i18n.translate('incidents.setup.count.create', { defaultMessage: 'create: {count}', values });
    case 'update':
      return i18n.translate('incidents.setup.count.update', { defaultMessage: 'update: {count}', values });
    case 'drift':
      return i18n.translate('incidents.setup.count.drift', { defaultMessage: 'changed by hand: {count}', values });
    case 'delete':
      return i18n.translate('incidents.setup.count.delete', { defaultMessage: 'delete: {count}', values });
    case 'keep':
      return i18n.translate('incidents.setup.count.keep', { defaultMessage: 'keep: {count}', values });
    case 'blocked':
      return i18n.translate('incidents.setup.count.blocked', { defaultMessage: 'not possible: {count}', values });
  }
}

function Part({
  title,
  subject,
  children,
}: {
  readonly title: string;
  readonly subject: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <section data-test-subj={subject}>
      <EuiSpacer size="l" />
      <EuiTitle size="xs">
        <h2>{title}</h2>
      </EuiTitle>
      <EuiSpacer size="s" />
      {children}
    </section>
  );
}

function blockedText(reason: PlanAnswer['blocked'][number]['reason'], needs: string | null): string {
  const values = { needs: needs ?? '' };
  switch (reason) {
    case 'not_ours':
      return i18n.translate('incidents.setup.blocked.notOurs', {
        defaultMessage: 'its id belongs to a rule that is not ours, which is left alone',
      });
    case 'no_such_type':
      return i18n.translate('incidents.setup.blocked.noSuchType', { defaultMessage: 'this Kibana has no such rules' });
    case 'licence':
      return i18n.translate('incidents.setup.blocked.licence', {
        defaultMessage: 'it takes a {needs} licence',
        values,
      });
    case 'privilege':
      return i18n.translate('incidents.setup.blocked.privilege', {
        defaultMessage: 'it takes the privilege {needs}',
        values,
      });
  }
}

function Rest({
  leftOut,
  unsupported,
}: {
  readonly leftOut: PlanAnswer['left_out'];
  readonly unsupported: PlanAnswer['unsupported'];
}): ReactElement {
  const unmapped = leftOut.filter(({ reason }) => reason === 'unmapped').length;
  const disabled = leftOut.filter(({ reason }) => reason === 'disabled').length;
  return (
    <>
      <EuiSpacer size="l" />
      <EuiText size="s" data-test-subj="incidentsSetupLeftOut">
        <ul>
          {unmapped > 0 && (
            <li>
              {i18n.translate('incidents.setup.review.unmapped', {
                defaultMessage: 'Without rules, for no team owns them: {count} services in their environments',
                values: { count: unmapped },
              })}
            </li>
          )}
          {disabled > 0 && (
            <li>
              {i18n.translate('incidents.setup.review.disabled', {
                defaultMessage: 'Switched off by the thresholds: {count} rules',
                values: { count: disabled },
              })}
            </li>
          )}
          {unsupported.map(({ setting, rules }) => (
            <li key={setting}>
              {i18n.translate('incidents.setup.review.unsupported', {
                defaultMessage: 'This Kibana is too old for {setting}: {rules} rules go without',
                values: { setting, rules },
              })}
            </li>
          ))}
        </ul>
      </EuiText>
    </>
  );
}
