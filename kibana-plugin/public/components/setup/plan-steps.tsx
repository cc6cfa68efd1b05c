import { EuiSpacer } from '@elastic/eui';
import { useEffect, useMemo, useRef, useState, type ReactElement } from 'react';
import type { PlanAnswer, SetupItem } from '../../../common/setup';
import { useApply, type PullChoice } from '../../hooks/setup/apply';
import type { SetupStore } from '../../hooks/setup/config';
import type { ConnectorState } from '../../hooks/setup/connector';
import { usePlanNow, useConnectorState, useKibanaState, useSetupPlan } from '../../hooks/setup/queries';
import { ErrorFace, LoadingFace } from '../face';
import { ApplyStep } from './apply-step';
import { ConnectorPanel } from './connector-panel';
import type { PlanChoices } from './plan-choices';
import { ProveStep } from './prove-step';
import { PullPanel } from './pull-panel';
import { ReviewStep } from './review-step';
import type { Step } from './steps';

interface PlanStepsProps {
  readonly step: Exclude<Step, 'discover' | 'map' | 'thresholds'>;
  readonly store: SetupStore;
  readonly space: string;
}

interface Choices extends PlanChoices {
  /** Null for the one that is called after the space. */
  readonly sourceId: string | null;
  /** What the user agreed to; null for nothing, and again as soon as it is done. */
  readonly pull: PullChoice | null;
}

const atFirst: Choices = {
  ...{ grouping: 'auto', instances: 1, takeOver: new Set(), withDeletions: true },
  ...{ sourceId: null, pull: null },
};

/** The steps that are about the plan: looked at, written, proven. What was chosen in one holds in the others. */
export function PlanSteps({ step, store, space }: PlanStepsProps): ReactElement {
  const [choices, choose] = useState(atFirst);
  // Here, so that what is shown of it outlives what is asked for again.
  const work = useApply();
  const isPulled = work.state.kind === 'ended' && work.state.pull?.kind === 'made';
  useEffect(() => {
    if (isPulled) choose((before) => ({ ...before, pull: null }));
  }, [isPulled]);
  // As the setup script calls it, so that both work on the same.
  const newName = `kibana ${space}`;
  const connector = useConnectorState(space, choices.sourceId, newName);
  const kibana = useKibanaState(space);
  const connectorId = connector.data && connector.data.plan.kind !== 'pull' ? connector.data.id : null;
  const wish = { space, connectorId, grouping: choices.grouping, instances: choices.instances };
  const plan = useSetupPlan(store, wish, connector.data !== undefined);
  const error = connector.error ?? kibana.error ?? plan.error;
  if (error) {
    const again = () => {
      for (const query of [connector, kibana, plan]) if (query.error) void query.refetch();
    };
    return <ErrorFace error={error} onRetry={again} />;
  }
  if (!plan.data || !connector.data) return <LoadingFace />;
  if (step === 'prove') {
    return <ProveStep sourceId={connector.data.need.source?.id ?? null} connectorId={provable(connector.data)} />;
  }
  if (step === 'apply') {
    return (
      <Apply
        plan={plan.data}
        isPlanning={plan.isFetching || connector.isFetching}
        {...{ connector: connector.data, choices, store, space, work }}
      />
    );
  }
  return (
    <>
      <ConnectorPanel
        state={connector.data}
        sourceId={choices.sourceId}
        newName={newName}
        onChoose={(sourceId) => choose({ ...choices, sourceId, pull: null })}
      />
      <EuiSpacer size="m" />
      <PullPanel
        sourceId={connector.data.need.source?.id ?? null}
        choice={choices.pull}
        onChoose={(pull) => choose({ ...choices, pull })}
      />
      <EuiSpacer size="m" />
      <ReviewStep
        plan={plan.data}
        choices={choices}
        onChoose={(given) => choose({ ...choices, ...given })}
        isLoading={plan.isFetching}
      />
    </>
  );
}

/** The connector by which a test may be posted: one that there is. */
function provable({ id, plan }: ConnectorState): string | null {
  return plan.kind === 'pull' ? null : id;
}

interface ApplyProps {
  readonly plan: PlanAnswer;
  readonly connector: ConnectorState;
  readonly choices: Choices;
  readonly store: SetupStore;
  readonly space: string;
  readonly isPlanning: boolean;
  readonly work: ReturnType<typeof useApply>;
}

function Apply({ plan, connector, choices, store, space, isPlanning, work }: ApplyProps): ReactElement {
  const { state, start, stop } = work;
  const planNow = usePlanNow(store, space);
  const left = useMemo(() => plan.items.filter((item) => isChosen(item, choices)), [plan, choices]);
  // What has been written is in no later plan, and is named all the same.
  const names = useRef(new Map<string, string>());
  for (const { id, name } of plan.items) names.current.set(id, name);
  const begin = () => {
    const { grouping, instances, pull } = choices;
    void start({
      connector,
      chosen: left,
      pull,
      plan: (connectorId) => planNow({ space, connectorId, grouping, instances }),
    });
  };
  return (
    <ApplyStep
      state={state}
      left={left}
      isConnectorLeft={connector.plan.kind !== 'keep' && connector.plan.kind !== 'pull'}
      isPullLeft={choices.pull !== null}
      names={names.current}
      isPlanning={isPlanning}
      onStart={begin}
      onStop={stop}
    />
  );
}

function isChosen(item: SetupItem, { takeOver, withDeletions }: PlanChoices): boolean {
  if (item.kind === 'drift') return takeOver.has(item.id);
  return item.kind !== 'delete' || withDeletions;
}
