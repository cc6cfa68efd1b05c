import {
  EuiBasicTable,
  EuiButton,
  EuiFieldSearch,
  EuiFlexGroup,
  EuiFlexItem,
  EuiFormRow,
  EuiSelect,
  EuiSpacer,
  EuiText,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { AuditEntryAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { useAudit } from '../../hooks/access';
import { useUsers } from '../../hooks/directory';
import { useUrlParams } from '../../hooks/url-params';
import { At } from '../age';
import { AlertText } from '../alert-text';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { Roomy } from '../roomy';
import { Small, Subdued } from '../small';
import { plain } from '../text';
import { differences, type Difference } from '../differences';

const MOST_SHOWN = 12;

/** The entries, the latest first; what they are narrowed to stands in the address. */
export function AuditList(): ReactElement {
  const { params, change } = useUrlParams();
  const type = params.get('type') ?? '';
  const actor = params.get('actor') ?? '';
  const { data: users = [] } = useUsers();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useAudit({
    subject_type: type,
    actor_id: actor,
  });
  return (
    <>
      <EuiFlexGroup>
        <EuiFlexItem grow={false}>
          <EuiFormRow label={i18n.translate('incidents.audit.type', { defaultMessage: 'What was changed' })}>
            <EuiFieldSearch
              key={type}
              defaultValue={type}
              placeholder={i18n.translate('incidents.audit.typeHint', { defaultMessage: 'team, user, source, …' })}
              onSearch={(text) => change({ type: text.trim() || null })}
              data-test-subj="incidentsAuditType"
            />
          </EuiFormRow>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiFormRow label={i18n.translate('incidents.audit.actor', { defaultMessage: 'By whom' })}>
            <EuiSelect
              value={actor}
              options={[
                { value: '', text: i18n.translate('incidents.audit.anybody', { defaultMessage: 'Anybody' }) },
                ...users.map(({ id, name }) => ({ value: id, text: plain(name) })),
              ]}
              onChange={({ target }) => change({ actor: target.value || null })}
              data-test-subj="incidentsAuditActor"
            />
          </EuiFormRow>
        </EuiFlexItem>
      </EuiFlexGroup>
      <EuiSpacer size="m" />
      {data ? (
        <Entries entries={data.pages.flatMap(({ items }) => items)} />
      ) : error ? (
        <ErrorFace error={error} onRetry={() => void refetch()} />
      ) : (
        <LoadingTable rows={6} />
      )}
      {hasNextPage === true && (
        <>
          <EuiSpacer size="m" />
          <EuiButton
            onClick={() => void fetchNextPage()}
            isLoading={isFetchingNextPage}
            data-test-subj="incidentsAuditMore"
          >
            {i18n.translate('incidents.audit.more', { defaultMessage: 'Show earlier ones' })}
          </EuiButton>
        </>
      )}
    </>
  );
}

function Entries({ entries }: { readonly entries: readonly AuditEntryAnswer[] }): ReactElement {
  if (entries.length === 0) {
    return (
      <EmptyFace
        iconName="list"
        title={i18n.translate('incidents.audit.empty.title', { defaultMessage: 'No such change' })}
        body={i18n.translate('incidents.audit.empty.body', {
          defaultMessage: 'Every change of configuration and access is written down here.',
        })}
      />
    );
  }
  return (
    <Roomy width={760}>
      <EuiBasicTable<AuditEntryAnswer>
        tableCaption={i18n.translate('incidents.audit.caption', { defaultMessage: 'Changes, the latest first' })}
        items={[...entries]}
        itemId="number"
        columns={columns()}
        rowProps={{ 'data-test-subj': 'incidentsAuditEntry' }}
      />
    </Roomy>
  );
}

function columns(): EuiBasicTableColumn<AuditEntryAnswer>[] {
  return [
    {
      field: 'number',
      name: i18n.translate('incidents.audit.when', { defaultMessage: 'When' }),
      width: '160px',
      valign: 'top',
      render: (_: unknown, { number, at }: AuditEntryAnswer) => (
        <div>
          <At time={at} />
          <Subdued size="xs">{`#${number}`}</Subdued>
        </div>
      ),
    },
    {
      field: 'actor',
      name: i18n.translate('incidents.audit.who', { defaultMessage: 'Who' }),
      width: '16%',
      valign: 'top',
      render: (_: unknown, { actor }: AuditEntryAnswer) => (
        <div>
          <AlertText text={actor.name ?? systemText()} most={100} />
          {actor.via !== null && (
            <Subdued size="xs">
              {i18n.translate('incidents.audit.via', { defaultMessage: 'by {via}', values: { via: plain(actor.via) } })}
            </Subdued>
          )}
        </div>
      ),
    },
    {
      field: 'action',
      name: i18n.translate('incidents.audit.what', { defaultMessage: 'What' }),
      width: '22%',
      valign: 'top',
      render: (_: unknown, { action, subject }: AuditEntryAnswer) => (
        <div>
          <AlertText text={action.replaceAll(/[._]/g, ' ')} most={100} />
          <Subdued size="xs">
            <AlertText text={subject.name ?? subject.id ?? '–'} most={100} />
          </Subdued>
        </div>
      ),
    },
    {
      field: 'after',
      name: i18n.translate('incidents.audit.change', { defaultMessage: 'Before and after' }),
      valign: 'top',
      render: (_: unknown, { before, after }: AuditEntryAnswer) => <Change of={differences(before, after)} />,
    },
  ];
}

function systemText(): string {
  return i18n.translate('incidents.audit.system', { defaultMessage: 'the backend itself' });
}

function Change({ of: fields }: { readonly of: readonly Difference[] }): ReactElement {
  const rest = fields.length - MOST_SHOWN;
  return (
    <EuiText size="xs" data-test-subj="incidentsAuditChange">
      <dl css={{ display: 'grid', gridTemplateColumns: 'minmax(90px, 2fr) 3fr', gap: '2px 12px', margin: 0 }}>
        {fields.slice(0, MOST_SHOWN).map(({ path, before, after }) => (
          <div key={path} css={{ display: 'contents' }}>
            <dt css={{ margin: 0, overflowWrap: 'anywhere' }}>
              <Small>{path}</Small>
            </dt>
            <dd css={{ margin: 0, overflowWrap: 'anywhere' }}>
              {before !== null && (
                <del>
                  <AlertText text={before} most={200} />
                </del>
              )}{' '}
              {after !== null && (
                <ins css={{ textDecoration: 'none', fontWeight: 600 }}>
                  <AlertText text={after} most={200} />
                </ins>
              )}
            </dd>
          </div>
        ))}
      </dl>
      {rest > 0 && (
        <Small>
          {i18n.translate('incidents.audit.rest', {
            defaultMessage: 'and {rest, plural, one {# other field} other {# other fields}}',
            values: { rest },
          })}
        </Small>
      )}
    </EuiText>
  );
}
