import {
  EuiButton,
  EuiCallOut,
  EuiFlexGroup,
  EuiFlexItem,
  EuiProgress,
  EuiSpacer,
  EuiBadge,
  EuiText,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import { useMemo, type ReactElement } from 'react';
import type { SetupItem } from '../../../common/setup';
import type { ApplyState } from '../../hooks/setup/apply';
import type { Applied } from '../../hooks/setup/apply-rules';
import type { AppliedConnector } from '../../hooks/setup/connector';
import { AlertText } from '../alert-text';
import { Refusal } from '../refusal';
import { icon } from '../icon';
import { SearchTable } from './search-table';
import { failureText } from './words';

interface ApplyStepProps {
  readonly state: ApplyState;
  /** What is left to be done, of what was chosen. */
  readonly left: readonly SetupItem[];
  readonly isConnectorLeft: boolean;
  readonly isPullLeft: boolean;
  /** What rules are called, by their ids. */
  readonly names: ReadonlyMap<string, string>;
  readonly isPlanning: boolean;
  readonly onStart: () => void;
  readonly onStop: () => void;
}

/** Writes what was reviewed, and shows how it goes. */
export function ApplyStep(props: ApplyStepProps): ReactElement {
  const { state, left, isConnectorLeft, isPullLeft, names, isPlanning, onStart, onStop } = props;
  const isRunning = state.kind === 'running';
  const isNothing = left.length === 0 && !isConnectorLeft && !isPullLeft;
  return (
    <div data-test-subj="incidentsSetupApply">
      <EuiText size="s">
        <p data-test-subj="incidentsSetupLeft">
          {isRunning ? runningText() : leftText(left.length, isConnectorLeft, isPullLeft)}
        </p>
      </EuiText>
      <EuiSpacer size="m" />
      <EuiFlexGroup gutterSize="s" responsive={false}>
        {isRunning ? (
          <EuiFlexItem grow={false}>
            <EuiButton color="danger" iconType={icon('stop')} onClick={onStop} data-test-subj="incidentsSetupStop">
              {i18n.translate('incidents.setup.apply.stop', { defaultMessage: 'Stop' })}
            </EuiButton>
          </EuiFlexItem>
        ) : (
          <EuiFlexItem grow={false}>
            <EuiButton
              fill
              iconType={icon('play')}
              isDisabled={isNothing || isPlanning}
              isLoading={isPlanning}
              onClick={onStart}
              data-test-subj="incidentsSetupStart"
            >
              {state.kind === 'ended'
                ? i18n.translate('incidents.setup.apply.goOn', { defaultMessage: 'Go on with what is left' })
                : i18n.translate('incidents.setup.apply.start', { defaultMessage: 'Write it to Kibana' })}
            </EuiButton>
          </EuiFlexItem>
        )}
      </EuiFlexGroup>
      {state.kind !== 'idle' && <Progress state={state} names={names} />}
    </div>
  );
}

function runningText(): string {
  return i18n.translate('incidents.setup.apply.running', {
    defaultMessage: 'Rules are being written. Whatever interrupts it, going on does only what is left.',
  });
}

function leftText(rules: number, isConnectorLeft: boolean, isPullLeft: boolean): string {
  if (rules === 0 && !isConnectorLeft) {
    if (isPullLeft) {
      return i18n.translate('incidents.setup.apply.leftPull', {
        defaultMessage: 'Left to do: the key to pull with. Kibana has all else that was chosen.',
      });
    }
    return i18n.translate('incidents.setup.apply.nothing', {
      defaultMessage: 'Kibana has all that was chosen: nothing is left to do.',
    });
  }
  const written = isConnectorLeft
    ? i18n.translate('incidents.setup.apply.leftBoth', {
        defaultMessage: 'Left to write: the connector, and rules: {rules}.',
        values: { rules },
      })
    : i18n.translate('incidents.setup.apply.left', {
        defaultMessage: 'Left to write: rules: {rules}.',
        values: { rules },
      });
  if (!isPullLeft) return written;
  const pull = i18n.translate('incidents.setup.apply.andPull', { defaultMessage: 'And a key to pull with.' });
  return `${written} ${pull}`;
}

type Shown = Exclude<ApplyState, { kind: 'idle' }>;

function Progress({
  state,
  names,
}: {
  readonly state: Shown;
  readonly names: ReadonlyMap<string, string>;
}): ReactElement {
  const { done, total, connector } = state;
  const columns = useMemo(() => columnsOf(names), [names]);
  // What went wrong comes first.
  const rows = useMemo(() => [...done].sort((a, b) => rankOf(a) - rankOf(b)), [done]);
  return (
    <>
      <EuiSpacer size="m" />
      <EuiProgress
        value={done.length}
        max={Math.max(1, total)}
        size="m"
        color={state.kind === 'ended' && state.how !== 'done' ? 'danger' : 'success'}
        aria-label={i18n.translate('incidents.setup.apply.progress', { defaultMessage: 'Rules written' })}
      />
      <EuiSpacer size="s" />
      <div role="status" data-test-subj="incidentsSetupProgress">
        {i18n.translate('incidents.setup.apply.count', {
          defaultMessage: 'Rules: {done} of {total}. {connector}',
          values: { done: done.length, total, connector: connector ? connectorText(connector) : '' },
        })}{' '}
        {state.pull?.kind === 'made' &&
          i18n.translate('incidents.setup.apply.pulled', { defaultMessage: 'The backend has its key, and pulls.' })}
      </div>
      {state.pull?.kind === 'failed' && (
        <>
          <EuiSpacer size="m" />
          <Refusal
            error={state.pull.error}
            title={i18n.translate('incidents.setup.apply.notPulled', {
              defaultMessage: 'The source could not be set up to be pulled; the rules are written all the same',
            })}
          />
        </>
      )}
      {state.kind === 'ended' && <Ending state={state} />}
      <EuiSpacer size="m" />
      {rows.length > 0 && (
        <SearchTable<Applied>
          rows={rows}
          columns={columns}
          caption={i18n.translate('incidents.setup.apply.caption', { defaultMessage: 'What became of each rule' })}
          idOf={({ id }) => id}
          textOf={({ id, outcome }) => `${names.get(id) ?? id} ${outcome}`}
          subject="incidentsSetupResults"
        />
      )}
    </>
  );
}

function Ending({ state }: { readonly state: Extract<ApplyState, { kind: 'ended' }> }): ReactElement {
  const { how, reason, said } = state;
  const isDone = how === 'done';
  return (
    <>
      <EuiSpacer size="m" />
      <EuiCallOut
        size="s"
        color={isDone ? 'success' : 'danger'}
        iconType={icon(isDone ? 'check' : 'error')}
        title={endingText(how)}
        data-test-subj="incidentsSetupEnded"
      >
        {(reason !== null || said !== null) && (
          <p>
            {reason !== null && failureText(reason)} {said !== null && <AlertText text={said} most={500} />}
          </p>
        )}
      </EuiCallOut>
    </>
  );
}

function endingText(how: 'done' | 'stopped' | 'failed'): string {
  switch (how) {
    case 'done':
      return i18n.translate('incidents.setup.apply.done', { defaultMessage: 'All of it is written' });
    case 'stopped':
      return i18n.translate('incidents.setup.apply.stopped', {
        defaultMessage: 'It was stopped: what is written stays, and going on does the rest',
      });
    case 'failed':
      return i18n.translate('incidents.setup.apply.failed', {
        defaultMessage: 'Not all of it could be written: going on tries the rest again',
      });
  }
}

function connectorText(connector: AppliedConnector): string {
  switch (connector.kind) {
    case 'created':
      return i18n.translate('incidents.setup.apply.connectorCreated', { defaultMessage: 'The connector is made.' });
    case 'updated':
      return i18n.translate('incidents.setup.apply.connectorUpdated', { defaultMessage: 'The connector is updated.' });
    case 'kept':
      return i18n.translate('incidents.setup.apply.connectorKept', { defaultMessage: 'The connector stays as it is.' });
    case 'pull':
      return i18n.translate('incidents.setup.apply.connectorPull', { defaultMessage: 'Alerts have to be pulled.' });
    case 'failed':
      return i18n.translate('incidents.setup.apply.connectorFailed', {
        defaultMessage: 'The connector could not be written.',
      });
  }
}

function rankOf({ outcome }: Applied): number {
  return outcome === 'failed' || outcome === 'stopped' ? 0 : 1;
}

function columnsOf(names: ReadonlyMap<string, string>): EuiBasicTableColumn<Applied>[] {
  return [
    {
      field: 'outcome',
      name: i18n.translate('incidents.setup.apply.outcome', { defaultMessage: 'What became of it' }),
      width: '160px',
      render: (outcome: Applied['outcome']) => (
        <EuiBadge color={outcome === 'failed' || outcome === 'stopped' ? 'danger' : 'success'}>
          {outcomeText(outcome)}
        </EuiBadge>
      ),
    },
    {
      field: 'id',
      name: i18n.translate('incidents.setup.review.rule', { defaultMessage: 'Rule' }),
      render: (id: string, applied: Applied) => (
        <div>
          <AlertText text={names.get(id) ?? id} most={160} />
          {'reason' in applied && (
            <EuiText size="xs">
              {failureText(applied.reason)} <AlertText text={applied.said} most={300} />
            </EuiText>
          )}
        </div>
      ),
    },
  ];
}

function outcomeText(outcome: Applied['outcome']): string {
  switch (outcome) {
    case 'created':
      return i18n.translate('incidents.setup.outcome.created', { defaultMessage: 'created' });
    case 'updated':
      return i18n.translate('incidents.setup.outcome.updated', { defaultMessage: 'updated' });
    case 'deleted':
      return i18n.translate('incidents.setup.outcome.deleted', { defaultMessage: 'deleted' });
    case 'was_gone':
      return i18n.translate('incidents.setup.outcome.wasGone', { defaultMessage: 'was gone already' });
    case 'failed':
      return i18n.translate('incidents.setup.outcome.failed', { defaultMessage: 'not written' });
    case 'stopped':
      return i18n.translate('incidents.setup.outcome.stopped', { defaultMessage: 'not written, stopped here' });
  }
}
