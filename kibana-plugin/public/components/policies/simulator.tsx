import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { useSimulation } from '../../hooks/policies';
import { TryOut } from '../try-out';
import { SimulationForm } from './simulation-form';
import { SimulationResult } from './simulation-result';

/** Who would be told of an incident, when and how: tried without telling anybody. */
export function Simulator(): ReactElement {
  const { simulate, isRunning } = useSimulation();
  return (
    <TryOut
      isRunning={isRunning}
      run={simulate}
      form={(send) => <SimulationForm isRunning={isRunning} onSend={send} />}
      result={(answer) => <SimulationResult answer={answer} />}
      refused={i18n.translate('incidents.simulator.refused', { defaultMessage: 'It cannot be simulated' })}
      empty={{
        title: i18n.translate('incidents.simulator.empty.title', { defaultMessage: 'Nothing tried yet' }),
        body: i18n.translate('incidents.simulator.empty.body', {
          defaultMessage: 'Choose an incident and a time: you see who would be told, and nobody is.',
        }),
      }}
      formWidth={330}
    />
  );
}
