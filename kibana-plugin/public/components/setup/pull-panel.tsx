import { EuiCheckbox, EuiFieldText, EuiFormRow, EuiPanel, EuiSelect, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { PullAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import type { PullOffer } from '../../../common/setup';
import type { PullChoice } from '../../hooks/setup/apply';
import { usePullOffer } from '../../hooks/setup/queries';
import { useServices } from '../../hooks/services';
import { Age } from '../age';
import { AlertText } from '../alert-text';
import { LoadingFace } from '../face';
import { Refusal } from '../refusal';
import { Subdued } from '../small';

interface PullPanelProps {
  /** Null for a source that is made when the plan is applied. */
  readonly sourceId: string | null;
  /** What was agreed to; null for nothing. */
  readonly choice: PullChoice | null;
  readonly onChoose: (choice: PullChoice | null) => void;
}

/** Whether the backend also reads the alerts itself, so that a lost webhook loses nothing; with consent the key is made. */
export function PullPanel({ sourceId, choice, onChoose }: PullPanelProps): ReactElement {
  const { data: offer, error } = usePullOffer(sourceId);
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsSetupPullPanel">
      {error !== null && (
        <Refusal
          error={error}
          title={i18n.translate('incidents.setup.pull.unknown', {
            defaultMessage: 'Whether the source is pulled could not be asked',
          })}
        />
      )}
      {offer ? <Offered offer={offer} choice={choice} onChoose={onChoose} /> : error === null ? <LoadingFace /> : null}
    </EuiPanel>
  );
}

type OfferedProps = Pick<PullPanelProps, 'choice' | 'onChoose'> & { readonly offer: PullOffer };

function Offered({ offer, choice, onChoose }: OfferedProps): ReactElement {
  const { core } = useServices();
  const { pull, missing_privileges: missing } = offer;
  const suggested = (): PullChoice => ({
    elasticsearch_url: pull?.elasticsearch_url ?? offer.elasticsearch_url ?? '',
    kibana_url: pull === null ? addressOf(core.http.basePath) : pull.kibana_url,
    key_days: null,
  });
  return (
    <>
      <EuiText size="s">
        <p data-test-subj="incidentsSetupPullText">{pull ? <Pulled pull={pull} /> : unprotectedText()}</p>
      </EuiText>
      <EuiSpacer size="s" />
      {pull?.write_back ? (
        <Subdued size="s">
          {i18n.translate('incidents.setup.pull.writesBack', {
            defaultMessage:
              'It writes acknowledgements back, which takes a key that may write: a new one is made by hand.',
          })}
        </Subdued>
      ) : missing.length > 0 ? (
        <Subdued size="s">
          <span data-test-subj="incidentsSetupPullMissing">
            {i18n.translate('incidents.setup.pull.missing', {
              defaultMessage:
                'A key never holds more than who makes it, and your Elasticsearch roles lack {lacks}: let somebody do this whose roles have it.',
              values: { lacks: missing.map(({ index, privilege }) => `${privilege} on ${index}`).join(', ') },
            })}
          </span>
        </Subdued>
      ) : (
        <EuiCheckbox
          id="incidents-setup-pull"
          label={consentText(pull !== null)}
          checked={choice !== null}
          onChange={({ target }) => onChoose(target.checked ? suggested() : null)}
          data-test-subj="incidentsSetupPullConsent"
        />
      )}
      {choice !== null && <Addresses choice={choice} onChoose={onChoose} />}
    </>
  );
}

function Pulled({ pull }: { readonly pull: PullAnswer }): ReactElement {
  const values = { address: pull.elasticsearch_url };
  if (pull.fault) {
    return (
      <>
        {i18n.translate('incidents.setup.pull.fails', {
          defaultMessage: 'The backend is to read the alerts of this source from {address} too, and cannot:',
          values,
        })}{' '}
        <strong>
          <AlertText text={pull.fault.text} most={300} />
        </strong>
      </>
    );
  }
  return (
    <>
      {i18n.translate('incidents.setup.pull.from', {
        defaultMessage:
          'The backend also reads the alerts of this source from {address}: what a webhook loses is found.',
        values,
      })}{' '}
      {pull.pulled_at !== null && (
        <>
          {i18n.translate('incidents.setup.pull.last', { defaultMessage: 'Last:' })} <Age since={pull.pulled_at} />
        </>
      )}
    </>
  );
}

function unprotectedText(): string {
  return i18n.translate('incidents.setup.pull.none', {
    defaultMessage:
      'Kibana tries a webhook three times and forgets. If the backend also reads the alerts from Elasticsearch, every 30 seconds, a lost one is found, and a lost recovery too.',
  });
}

function consentText(isPulled: boolean): string {
  return isPulled
    ? i18n.translate('incidents.setup.pull.again', {
        defaultMessage: 'Make it a new key in Elasticsearch, in my name, that may read alerts and nothing else',
      })
    : i18n.translate('incidents.setup.pull.consent', {
        defaultMessage:
          'Make a key in Elasticsearch, in my name, that may read alerts and nothing else, and hand it to the incidents backend',
      });
}

const DAYS = [30, 90, 180, 365];

function Addresses({
  choice,
  onChoose,
}: {
  readonly choice: PullChoice;
  readonly onChoose: (choice: PullChoice) => void;
}): ReactElement {
  const never = i18n.translate('incidents.setup.pull.never', { defaultMessage: 'never' });
  const days = (count: number) =>
    i18n.translate('incidents.setup.pull.days', { defaultMessage: 'after {count} days', values: { count } });
  return (
    <div css={{ display: 'flex', flexWrap: 'wrap', gap: 16, marginBlockStart: 12, '.euiFormRow': { margin: 0 } }}>
      <EuiFormRow
        label={i18n.translate('incidents.setup.pull.elasticsearch', {
          defaultMessage: 'Elasticsearch, for the backend',
        })}
        helpText={i18n.translate('incidents.setup.pull.elasticsearchHelp', {
          defaultMessage: 'As the backend reaches it, with http:// or https://',
        })}
        isInvalid={!isAddress(choice.elasticsearch_url)}
      >
        <EuiFieldText
          compressed
          value={choice.elasticsearch_url}
          isInvalid={!isAddress(choice.elasticsearch_url)}
          placeholder="https://elasticsearch.example.com:9200"
          onChange={({ target }) => onChoose({ ...choice, elasticsearch_url: target.value.trim() })}
          data-test-subj="incidentsSetupPullElasticsearch"
        />
      </EuiFormRow>
      <EuiFormRow
        label={i18n.translate('incidents.setup.pull.kibana', { defaultMessage: 'Kibana, for the backend' })}
        helpText={i18n.translate('incidents.setup.pull.kibanaHelp', {
          defaultMessage: 'Asked whether a rule is muted or snoozed; empty: nobody is asked',
        })}
        isInvalid={choice.kibana_url !== null && !isAddress(choice.kibana_url)}
      >
        <EuiFieldText
          compressed
          value={choice.kibana_url ?? ''}
          isInvalid={choice.kibana_url !== null && !isAddress(choice.kibana_url)}
          onChange={({ target }) => onChoose({ ...choice, kibana_url: target.value.trim() || null })}
          data-test-subj="incidentsSetupPullKibana"
        />
      </EuiFormRow>
      <EuiFormRow label={i18n.translate('incidents.setup.pull.ends', { defaultMessage: 'The key ends' })}>
        <EuiSelect
          compressed
          value={choice.key_days ?? ''}
          options={[{ value: '', text: never }, ...DAYS.map((count) => ({ value: count, text: days(count) }))]}
          onChange={({ target }) =>
            onChoose({ ...choice, key_days: target.value === '' ? null : Number(target.value) })
          }
          data-test-subj="incidentsSetupPullDays"
        />
      </EuiFormRow>
    </div>
  );
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s/?#@]+/i.test(text);
}

/** Kibana's own address, without the space. */
function addressOf({
  publicBaseUrl,
  serverBasePath,
}: {
  readonly publicBaseUrl?: string;
  readonly serverBasePath: string;
}): string {
  return publicBaseUrl ?? `${window.location.origin}${serverBasePath}`;
}
