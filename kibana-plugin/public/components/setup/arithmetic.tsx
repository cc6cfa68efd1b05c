import {
  EuiCallOut,
  EuiDescriptionList,
  EuiFieldNumber,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiPanel,
  EuiSelect,
  EuiSpacer,
  EuiText,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { RuleChoice, RuleGrouping } from 'incident-core';
import type { ReactElement } from 'react';
import { icon } from '../icon';
import type { PlanChoices } from './plan-choices';

const GROUPINGS = ['auto', 'single', 'grouped'] as const satisfies readonly RuleGrouping[];

interface ArithmeticProps {
  readonly choice: RuleChoice;
  readonly choices: PlanChoices;
  readonly onChoose: (choices: PlanChoices) => void;
}

/** One rule for each service or one for many, and the sums behind it. */
export function Arithmetic({ choice, choices, onChoose }: ArithmeticProps): ReactElement {
  const { single, grouped, budget } = choice;
  const load = (rules: number, perMinute: number) =>
    i18n.translate('incidents.setup.review.load', {
      defaultMessage: 'rules: {rules}, runs a minute: {perMinute}',
      values: { rules, perMinute: rounded(perMinute) },
    });
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsSetupArithmetic">
      <EuiText size="s">
        <p>
          <strong>{choiceText(choice)}</strong>
        </p>
      </EuiText>
      <EuiSpacer size="s" />
      <EuiDescriptionList
        compressed
        type="column"
        listItems={[
          {
            title: i18n.translate('incidents.setup.review.single', { defaultMessage: 'One for each service' }),
            description: load(single.rules, single.runsPerMinute),
          },
          {
            title: i18n.translate('incidents.setup.review.grouped', { defaultMessage: 'One for many' }),
            description: load(grouped.rules, grouped.runsPerMinute),
          },
          {
            title: i18n.translate('incidents.setup.review.budget', { defaultMessage: 'Room' }),
            description: i18n.translate('incidents.setup.review.budgetText', {
              defaultMessage: 'runs a minute: {room}, after {taken} of rules of others; {limit}',
              values: {
                room: rounded(budget.runsPerMinute),
                taken: rounded(budget.taken),
                limit:
                  budget.limit === 'task_capacity'
                    ? i18n.translate('incidents.setup.review.capacity', {
                        defaultMessage: 'so many Kibana gets through',
                      })
                    : i18n.translate('incidents.setup.review.scheduled', { defaultMessage: 'so many Kibana allows' }),
              },
            }),
          },
        ]}
      />
      {choice.isOverBudget && (
        <EuiCallOut
          size="s"
          color="warning"
          iconType={icon('warning')}
          title={i18n.translate('incidents.setup.review.overBudget', {
            defaultMessage: 'Even so these rules run more often than Kibana gets through: check less often.',
          })}
        />
      )}
      <EuiSpacer size="s" />
      <EuiFlexGroup gutterSize="m" wrap responsive={false}>
        <EuiFlexItem grow={false}>
          <EuiFormRow label={i18n.translate('incidents.setup.review.grouping', { defaultMessage: 'Rules' })}>
            <EuiSelect
              compressed
              value={choices.grouping}
              options={GROUPINGS.map((each) => ({ value: each, text: groupingText(each) }))}
              onChange={({ target }) => {
                onChoose({ ...choices, grouping: GROUPINGS.find((each) => each === target.value) ?? 'auto' });
              }}
              data-test-subj="incidentsSetupGrouping"
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem grow={false} css={{ maxWidth: 200 }}>
          <EuiFormRow
            label={i18n.translate('incidents.setup.review.instances', {
              defaultMessage: 'Kibanas that share the work',
            })}
          >
            <EuiFieldNumber
              compressed
              min={1}
              max={100}
              value={choices.instances}
              onChange={({ target }) => {
                const instances = Number(target.value);
                if (Number.isInteger(instances) && instances >= 1 && instances <= 100)
                  onChoose({ ...choices, instances });
              }}
              data-test-subj="incidentsSetupInstances"
            />
          </EuiFormRow>
        </EuiFlexItem>
      </EuiFlexGroup>
    </EuiPanel>
  );
}

function choiceText({ mode, reason }: RuleChoice): string {
  switch (reason) {
    case 'asked_for':
      return mode === 'single'
        ? i18n.translate('incidents.setup.choice.askedSingle', {
            defaultMessage: 'One rule for each service, as you chose.',
          })
        : i18n.translate('incidents.setup.choice.askedGrouped', {
            defaultMessage: 'One rule for many services, as you chose.',
          });
    case 'within_budget':
      return i18n.translate('incidents.setup.choice.within', {
        defaultMessage: 'One rule for each service: Kibana can run them all in time.',
      });
    case 'over_budget':
      return i18n.translate('incidents.setup.choice.over', {
        defaultMessage:
          'One rule for the services of a team that are held to the same: one for each would be more than Kibana runs in time.',
      });
    case 'stays_grouped':
      return i18n.translate('incidents.setup.choice.stays', {
        defaultMessage:
          'One rule for many services still: one for each would only just fit, and each change forgets alerts.',
      });
  }
}

function groupingText(grouping: RuleGrouping): string {
  switch (grouping) {
    case 'auto':
      return i18n.translate('incidents.setup.grouping.auto', { defaultMessage: 'as many as Kibana can bear' });
    case 'single':
      return i18n.translate('incidents.setup.grouping.single', { defaultMessage: 'one for each service' });
    case 'grouped':
      return i18n.translate('incidents.setup.grouping.grouped', { defaultMessage: 'one for many services' });
  }
}

function rounded(number: number): string {
  return String(Math.round(number * 10) / 10);
}
