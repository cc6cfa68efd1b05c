import { EuiFlexGroup, EuiFlexItem, EuiFormRow, EuiPanel, EuiTitle } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { DurationField } from '../duration-field';
import { OrderButtons } from '../order-buttons';
import { FieldProblems, type ReadinessProblem } from '../readiness';
import { problemsAt, type StepDraft } from './draft';
import { TargetFields } from './targets';

interface StepFieldsProps {
  readonly step: StepDraft;
  readonly index: number;
  readonly count: number;
  readonly problems: readonly ReadinessProblem[];
  readonly isTried: boolean;
  readonly onChange: (step: StepDraft) => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
}

/** One step: when, for how long, and whom it tells. */
export function StepFields(props: StepFieldsProps): ReactElement {
  const { step, index, count, problems, isTried, onChange, onMove, onRemove } = props;
  const isEmpty = isTried && step.targets.length === 0;
  const name = i18n.translate('incidents.step.name', {
    defaultMessage: 'Step {number}',
    values: { number: index + 1 },
  });
  const delay = i18n.translate('incidents.step.delay', { defaultMessage: 'Begins after' });
  const wait = i18n.translate('incidents.step.wait', { defaultMessage: 'Waits for an answer' });
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsStep">
      <div css={{ display: 'flex', alignItems: 'center', gap: 8 }}>
        <EuiTitle size="xxs" css={{ flex: 1 }}>
          <h3>{name}</h3>
        </EuiTitle>
        <OrderButtons
          name={name}
          index={index}
          count={count}
          onMove={onMove}
          onRemove={onRemove}
          isDisabled={count === 1}
        />
      </div>
      <FieldProblems problems={problemsAt(problems, index)} />
      <EuiFormRow
        fullWidth
        label={i18n.translate('incidents.step.tells', { defaultMessage: 'Tells, all at once' })}
        hasChildLabel={false}
        isInvalid={isEmpty}
        error={i18n.translate('incidents.step.empty', { defaultMessage: 'Nobody: add at least one' })}
      >
        <TargetFields
          targets={step.targets}
          isInvalid={isEmpty}
          onChange={(targets) => onChange({ ...step, targets })}
          problemsOf={(target) => problemsAt(problems, index, target)}
        />
      </EuiFormRow>
      <EuiFlexGroup gutterSize="m" css={{ marginBlockStart: 8 }}>
        <EuiFlexItem>
          <EuiFormRow fullWidth label={delay} hasChildLabel={false}>
            <DurationField
              label={delay}
              seconds={step.delay_seconds}
              least={0}
              onChange={(delay_seconds) => onChange({ ...step, delay_seconds })}
              subject="incidentsStepDelay"
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem>
          <EuiFormRow fullWidth label={wait} hasChildLabel={false}>
            <DurationField
              label={wait}
              seconds={step.timeout_seconds}
              least={1}
              onChange={(timeout_seconds) => onChange({ ...step, timeout_seconds })}
              subject="incidentsStepWait"
            />
          </EuiFormRow>
        </EuiFlexItem>
      </EuiFlexGroup>
    </EuiPanel>
  );
}
