import { EuiButton, EuiFlexGroup, EuiFlexItem, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { lazy, Suspense, useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { useTeams } from '../../hooks/directory';
import { useSetupConfig, type SetupStore } from '../../hooks/setup/config';
import { useSpace } from '../../hooks/setup/kibana';
import { useDiscovery, useSetupTable } from '../../hooks/setup/queries';
import { useSources } from '../../hooks/sources';
import { useUrlParams } from '../../hooks/url-params';
import { EmptyFace, ErrorFace, LoadingFace, LoadingTable } from '../face';
import { DiscoverStep } from './discover-step';
import { MapStep } from './map-step';
import { STEPS, stepText, type Step } from './steps';
import { StepsBar } from './steps-bar';
import { ThresholdStep } from './threshold-step';

const PlanSteps = lazy(async () => ({
  default: (await import(/* webpackChunkName: "plan" */ './plan-steps')).PlanSteps,
}));

/** One step after the other; which one it is stands in the address. */
export function Wizard(): ReactElement {
  const { params, change } = useUrlParams();
  const space = useSpace();
  const store = useSetupConfig();
  const { data: discovery } = useDiscovery();
  const step = STEPS.find((each) => each === params.get('step')) ?? 'discover';
  const at = STEPS.indexOf(step);
  const go = (wanted: Step) => change({ step: wanted === 'discover' ? null : wanted }, 'push');
  const [before, after] = [STEPS[at - 1], STEPS[at + 1]];
  const hasServices = (discovery?.items.length ?? 0) > 0;
  return (
    <>
      <StepsBar current={step} onGo={go} isOpen={hasServices} />
      <EuiSpacer size="m" />
      <StepBody title={stepText(step)}>
        <CurrentStep step={step} store={store} space={space} />
      </StepBody>
      <EuiSpacer size="l" />
      <EuiFlexGroup justifyContent="spaceBetween" responsive={false} gutterSize="s">
        <EuiFlexItem grow={false}>
          {before && (
            <EuiButton color="text" onClick={() => go(before)} data-test-subj="incidentsSetupBack">
              {stepText(before)}
            </EuiButton>
          )}
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          {after && (
            <EuiButton
              fill={step !== 'apply'}
              isDisabled={!hasServices}
              onClick={() => go(after)}
              data-test-subj="incidentsSetupNext"
            >
              {i18n.translate('incidents.setup.next', {
                defaultMessage: 'Next: {step}',
                values: { step: stepText(after) },
              })}
            </EuiButton>
          )}
        </EuiFlexItem>
      </EuiFlexGroup>
    </>
  );
}

/** Whoever goes on by the keyboard goes on in the new step. */
function StepBody({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactElement {
  const element = useRef<HTMLElement>(null);
  const last = useRef(title);
  useEffect(() => {
    if (last.current !== title) element.current?.focus();
    last.current = title;
  }, [title]);
  return (
    <section ref={element} tabIndex={-1} aria-label={title} css={{ outline: 'none' }}>
      {children}
    </section>
  );
}

interface CurrentStepProps {
  readonly step: Step;
  readonly store: SetupStore;
  readonly space: string;
}

function CurrentStep({ step, store, space }: CurrentStepProps): ReactElement {
  const discovery = useDiscovery();
  const table = useSetupTable(store, space);
  const teams = useTeams();
  const sources = useSources();
  if (step === 'discover') return <DiscoverStep />;
  if (discovery.error && !discovery.data) {
    return <ErrorFace error={discovery.error} onRetry={() => void discovery.refetch()} />;
  }
  const needed = [teams, sources].find(({ error, data }) => error !== null && data === undefined);
  if (needed) return <ErrorFace error={needed.error} onRetry={() => void needed.refetch()} />;
  if (store.error) return <ErrorFace error={store.error} onRetry={store.retry} />;
  if (discovery.data?.items.length === 0) {
    return (
      <EmptyFace
        iconName="search"
        title={i18n.translate('incidents.setup.nothing.title', { defaultMessage: 'No service has been found' })}
        body={i18n.translate('incidents.setup.nothing.body', {
          defaultMessage: 'The first step says where was looked, and what may be missing.',
        })}
      />
    );
  }
  if (step === 'map' || step === 'thresholds') {
    if (table.error) return <ErrorFace error={table.error} onRetry={() => void table.refetch()} />;
    if (!table.data) return <LoadingTable />;
    const given = { table: table.data, store, isLoading: table.isFetching || store.isSaving };
    return step === 'map' ? <MapStep {...given} /> : <ThresholdStep {...given} />;
  }
  return (
    <Suspense fallback={<LoadingFace />}>
      <PlanSteps step={step} store={store} space={space} />
    </Suspense>
  );
}
