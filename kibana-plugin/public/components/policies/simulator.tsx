import { EuiFlexGroup, EuiFlexItem, EuiPanel, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SimulationAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useSimulation } from '../../hooks/policies';
import { EmptyFace } from '../face';
import { Refusal } from '../refusal';
import { SimulationForm } from './simulation-form';
import { SimulationResult } from './simulation-result';

/** Who would be told of an incident, when and how: tried without telling anybody. */
export function Simulator(): ReactElement {
  const { simulate, isRunning } = useSimulation();
  const [answer, setAnswer] = useState<SimulationAnswer | undefined>(undefined);
  const [refusal, setRefusal] = useState<unknown>(undefined);
  return (
    <EuiFlexGroup gutterSize="l" alignItems="flexStart" wrap>
      <EuiFlexItem grow={false} css={{ flexBasis: 330, minWidth: 280, maxWidth: '100%' }}>
        <EuiPanel hasBorder hasShadow={false} paddingSize="m">
          <SimulationForm
            isRunning={isRunning}
            onSend={(given) =>
              simulate(
                given,
                (result) => {
                  setRefusal(undefined);
                  setAnswer(result);
                },
                (error) => {
                  setAnswer(undefined);
                  setRefusal(error);
                  return true;
                },
              )
            }
          />
        </EuiPanel>
        <EuiSpacer size="m" />
      </EuiFlexItem>
      <EuiFlexItem css={{ minWidth: 'min(100%, 420px)' }}>
        <div aria-live="polite" aria-busy={isRunning}>
          <Refusal
            error={refusal}
            title={i18n.translate('incidents.simulator.refused', { defaultMessage: 'It cannot be simulated' })}
          />
          {answer && <SimulationResult answer={answer} />}
        </div>
        {!answer && refusal === undefined && (
          <EmptyFace
            iconName="play"
            title={i18n.translate('incidents.simulator.empty.title', { defaultMessage: 'Nothing tried yet' })}
            body={i18n.translate('incidents.simulator.empty.body', {
              defaultMessage: 'Choose an incident and a time: you see who would be told, and nobody is.',
            })}
          />
        )}
      </EuiFlexItem>
    </EuiFlexGroup>
  );
}
