import { EuiCallOut, EuiFormRow, EuiPanel, EuiSelect, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { TokenPlace } from 'incident-core';
import type { ReactElement } from 'react';
import type { ConnectorState } from '../../hooks/setup/connector';
import { useSources } from '../../hooks/sources';
import { icon } from '../icon';
import { isolate } from '../text';
import { connectorChangeText, pullText } from './words';

interface ConnectorPanelProps {
  readonly state: ConnectorState;
  readonly sourceId: string | null;
  readonly newName: string;
  readonly onChoose: (sourceId: string | null) => void;
}

/** The connector that the rules post by, and where its token is kept. */
export function ConnectorPanel({ state, sourceId, newName, onChoose }: ConnectorPanelProps): ReactElement {
  const { plan } = state;
  if (plan.kind === 'pull') {
    return (
      <EuiCallOut
        size="s"
        color="warning"
        iconType={icon('warning')}
        data-test-subj="incidentsSetupPull"
        title={i18n.translate('incidents.setup.connector.pull', {
          defaultMessage: 'Alerts of these rules cannot be posted: they have to be pulled',
        })}
      >
        <p>
          {pullText(plan.reason, plan.needs)}{' '}
          {i18n.translate('incidents.setup.connector.pullText', {
            defaultMessage:
              'The rules are made without actions. The backend must read their alerts from Elasticsearch, for which its source needs an address and a key.',
          })}
        </p>
      </EuiCallOut>
    );
  }
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsSetupConnector">
      <SourceChoice sourceId={sourceId} newName={newName} onChoose={onChoose} />
      <EuiSpacer size="s" />
      <EuiText size="s">
        <p data-test-subj="incidentsSetupConnectorText">{connectorText(state)}</p>
      </EuiText>
    </EuiPanel>
  );
}

function SourceChoice({ sourceId, newName, onChoose }: Omit<ConnectorPanelProps, 'state'>): ReactElement {
  const { data: sources = [] } = useSources();
  const isMade = sources.some(({ name }) => name === newName);
  const made = i18n.translate('incidents.setup.connector.new', {
    defaultMessage: '{name} (is made)',
    values: { name: isolate(newName) },
  });
  const others = sources.filter(({ name }) => name !== newName).map(({ id, name }) => ({ value: id, text: name }));
  return (
    <EuiFormRow
      label={i18n.translate('incidents.setup.connector.source', { defaultMessage: 'Source that Kibana posts as' })}
    >
      <EuiSelect
        compressed
        value={sourceId ?? ''}
        options={[{ value: '', text: isMade ? newName : made }, ...others]}
        onChange={({ target }) => onChoose(target.value === '' ? null : target.value)}
        data-test-subj="incidentsSetupSource"
      />
    </EuiFormRow>
  );
}

function connectorText({ plan }: ConnectorState): string {
  switch (plan.kind) {
    case 'keep':
      return i18n.translate('incidents.setup.connector.keep', {
        defaultMessage: 'The connector is there and stays. {place}',
        values: { place: placeText(plan.tokenPlace) },
      });
    case 'create':
    case 'update':
    case 'token_needed': {
      const reasons = 'reasons' in plan ? plan.reasons : (['missing'] as const);
      return i18n.translate('incidents.setup.connector.write', {
        defaultMessage:
          'The connector is written with a new token, for {why}. Kibana keeps the token as a secret, never in a plain header.',
        values: { why: reasons.map(connectorChangeText).join(', ') },
      });
    }
    case 'blocked':
      return i18n.translate('incidents.setup.connector.blocked', {
        defaultMessage: 'Another connector has the id {id} and is left alone: choose another source.',
        values: { id: plan.id },
      });
    case 'pull':
      return pullText(plan.reason, plan.needs);
  }
}

function placeText(place: TokenPlace): string {
  return place === 'secret_header'
    ? i18n.translate('incidents.setup.connector.secretHeader', {
        defaultMessage: 'Kibana keeps its token encrypted, as a secret header.',
      })
    : i18n.translate('incidents.setup.connector.basicPassword', {
        defaultMessage:
          'Kibana keeps its token encrypted, as the password of Basic authentication: before 9.2 it has no secret headers.',
      });
}
