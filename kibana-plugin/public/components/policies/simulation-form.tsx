import { EuiButton, EuiButtonGroup, EuiForm, EuiFormRow, EuiSelect, EuiSpacer } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { GivenSimulation } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { usePolicies } from '../../hooks/directory';
import { useUrlParams } from '../../hooks/url-params';
import { icon } from '../icon';
import { plain } from '../text';
import { MomentFields } from '../time/moment-fields';
import { ownZone } from '../time/zone';
import { IncidentField } from './incident-field';
import { ImaginedFields } from './imagined-fields';
import { PayloadFields } from './payload-fields';
import type { Imagined, Payload } from './simulation';

interface SimulationFormProps {
  readonly isRunning: boolean;
  readonly onSend: (given: GivenSimulation) => void;
}

const KINDS = ['incident', 'imagined', 'payload'] as const;
type Kind = (typeof KINDS)[number];

/** What is to be escalated, when, and by which policy. */
export function SimulationForm({ isRunning, onSend }: SimulationFormProps): ReactElement {
  const { params, change } = useUrlParams();
  const { data: policies = [] } = usePolicies();
  const [kind, setKind] = useState<Kind>(params.get('incident') === null ? 'imagined' : 'incident');
  const [imagined, setImagined] = useState<Imagined>({
    severity: 'critical',
    service: null,
    environment: null,
    tags: [],
  });
  const [payload, setPayload] = useState<Payload>({});
  const [at, setAt] = useState<number | null>(null);
  const incident = params.get('incident');
  const policy = policies.find(({ id }) => id === params.get('policy'))?.id;
  const subject = subjectOf({ kind, incident, imagined, payload });
  return (
    <EuiForm
      component="form"
      fullWidth
      onSubmit={(event) => {
        event.preventDefault();
        if (!subject) return;
        onSend({
          ...subject,
          ...(at === null ? {} : { at: new Date(at).toISOString() }),
          ...(policy === undefined ? {} : { policy_id: policy }),
        });
      }}
      data-test-subj="incidentsSimulator"
    >
      <EuiButtonGroup
        isFullWidth
        buttonSize="compressed"
        legend={i18n.translate('incidents.simulator.kinds', { defaultMessage: 'What is simulated' })}
        options={KINDS.map((id) => ({ id, label: kindText(id), 'data-test-subj': `incidentsSimulate-${id}` }))}
        idSelected={kind}
        onChange={(id) => {
          const chosen = KINDS.find((each) => each === id);
          if (chosen) setKind(chosen);
        }}
      />
      <EuiSpacer size="m" />
      {kind === 'incident' && <IncidentField id={incident} onChange={(id) => change({ incident: id })} />}
      {kind === 'imagined' && <ImaginedFields incident={imagined} onChange={setImagined} />}
      {kind === 'payload' && <PayloadFields given={payload} onChange={setPayload} />}
      <EuiFormRow
        label={i18n.translate('incidents.simulator.at', { defaultMessage: 'When' })}
        hasChildLabel={false}
        helpText={i18n.translate('incidents.simulator.atHelp', {
          defaultMessage: 'Now, unless given; by the clocks of {zone}',
          values: { zone: ownZone() },
        })}
      >
        <MomentFields
          label={i18n.translate('incidents.simulator.atLabel', { defaultMessage: 'When' })}
          value={at}
          zone={ownZone()}
          onChange={setAt}
          subject="incidentsSimulateAt"
        />
      </EuiFormRow>
      <EuiFormRow label={i18n.translate('incidents.simulator.policy', { defaultMessage: 'By the policy' })}>
        <EuiSelect
          compressed
          value={policy ?? ''}
          options={[
            {
              value: '',
              text: i18n.translate('incidents.simulator.fitting', { defaultMessage: 'that fits, as it would be' }),
            },
            ...policies.map(({ id, name }) => ({ value: id, text: plain(name, 80) })),
          ]}
          onChange={({ target }) => change({ policy: target.value || null })}
          data-test-subj="incidentsSimulatePolicy"
        />
      </EuiFormRow>
      <EuiSpacer size="m" />
      <EuiButton
        fill
        fullWidth
        size="s"
        type="submit"
        iconType={icon('play')}
        isLoading={isRunning}
        isDisabled={!subject}
        data-test-subj="incidentsSimulateRun"
      >
        {i18n.translate('incidents.simulator.run', { defaultMessage: 'Simulate' })}
      </EuiButton>
    </EuiForm>
  );
}

interface Subject {
  readonly kind: Kind;
  readonly incident: string | null;
  readonly imagined: Imagined;
  readonly payload: Payload;
}

function subjectOf({ kind, incident, imagined, payload }: Subject): GivenSimulation | undefined {
  switch (kind) {
    case 'incident':
      return incident === null ? undefined : { incident_id: incident };
    case 'imagined':
      return { incident: imagined };
    case 'payload':
      return payload.source_id === undefined || payload.payload === undefined ? undefined : payload;
  }
}

function kindText(kind: Kind): string {
  switch (kind) {
    case 'incident':
      return i18n.translate('incidents.simulator.kind.incident', { defaultMessage: 'Incident' });
    case 'imagined':
      return i18n.translate('incidents.simulator.kind.imagined', { defaultMessage: 'Imagined' });
    case 'payload':
      return i18n.translate('incidents.simulator.kind.payload', { defaultMessage: 'Payload' });
  }
}
