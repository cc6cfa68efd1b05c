import { EuiBadge, EuiBasicTable, EuiButton, EuiButtonEmpty, EuiSpacer, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { MadeToken, TokenAnswer } from 'incident-core';
import { useMemo, useState, type ReactElement } from 'react';
import { useAccessApi, useAccessChanges, useApiTokens } from '../../hooks/access';
import { useUsers } from '../../hooks/directory';
import { useIntents } from '../../hooks/intents';
import { useNow } from '../../hooks/now';
import { Age, At } from '../age';
import { AlertText } from '../alert-text';
import { DeleteDialog } from '../delete-dialog';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { icon } from '../icon';
import { Roomy } from '../roomy';
import { ShownOnce } from '../shown-once';
import { Subdued } from '../small';
import { isolate } from '../text';
import { NewTokenDialog } from './new-token-dialog';

/** What people and programs call the backend with; never the tokens themselves. */
export function ApiTokens(): ReactElement {
  const { data, error, refetch } = useApiTokens();
  const { data: users } = useUsers();
  const names = useMemo(() => new Map((users ?? []).map(({ id, name }) => [id, name])), [users]);
  const now = useNow();
  const api = useAccessApi();
  const { attempt } = useAccessChanges();
  const send = useIntents();
  const [isMaking, setMaking] = useState(false);
  const [made, setMade] = useState<MadeToken | undefined>(undefined);
  const [asked, setAsked] = useState<TokenAnswer | undefined>(undefined);
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={4} />;
  const rotate = ({ id }: TokenAnswer) => attempt(() => send(id, (key) => api.rotateToken(id, key)), setMade);
  return (
    <>
      <EuiButton iconType={icon('plus')} onClick={() => setMaking(true)} data-test-subj="incidentsApiTokenMake">
        {i18n.translate('incidents.apiTokens.make', { defaultMessage: 'New token' })}
      </EuiButton>
      <EuiSpacer size="m" />
      {data.length === 0 ? (
        <EmptyFace
          iconName="lock"
          title={i18n.translate('incidents.apiTokens.empty.title', { defaultMessage: 'No token' })}
          body={i18n.translate('incidents.apiTokens.empty.body', {
            defaultMessage: 'A token lets a program call the backend with the roles of a person.',
          })}
        />
      ) : (
        <Roomy width={640}>
          <EuiBasicTable<TokenAnswer>
            tableCaption={i18n.translate('incidents.apiTokens.caption', { defaultMessage: 'API tokens, by name' })}
            items={[...data]}
            itemId="id"
            rowHeader="name"
            columns={columns(names, now, { rotate, revoke: setAsked })}
            rowProps={{ 'data-test-subj': 'incidentsApiTokenRow' }}
          />
        </Roomy>
      )}
      {isMaking && <NewTokenDialog onClose={() => setMaking(false)} onMade={setMade} />}
      {made && (
        <ShownOnce
          title={i18n.translate('incidents.apiToken.title', {
            defaultMessage: 'The token “{name}”',
            values: { name: isolate(made.name, 60) },
          })}
          token={made.token}
          onClose={() => setMade(undefined)}
          subject="incidentsApiToken"
        />
      )}
      {asked && (
        <DeleteDialog
          name={asked.name}
          body={i18n.translate('incidents.apiTokens.revoke.body', {
            defaultMessage: 'Whatever still calls with it is refused within seconds.',
          })}
          onCancel={() => setAsked(undefined)}
          onConfirm={() => {
            setAsked(undefined);
            attempt(
              () => api.revokeToken(asked.id),
              () => undefined,
            );
          }}
        />
      )}
    </>
  );
}

function isAlive({ revoked_at, expires_at }: TokenAnswer, now: number): boolean {
  return revoked_at === null && (expires_at === null || Date.parse(expires_at) > now);
}

function columns(
  names: ReadonlyMap<string, string>,
  now: number,
  { rotate, revoke }: { rotate(token: TokenAnswer): void; revoke(token: TokenAnswer): void },
): EuiBasicTableColumn<TokenAnswer>[] {
  return [
    {
      field: 'name',
      name: i18n.translate('incidents.apiTokens.name', { defaultMessage: 'Token' }),
      render: (_: unknown, { name, user_id, scopes }: TokenAnswer) => (
        <div>
          <AlertText text={name} most={100} />
          <Subdued size="xs">
            <AlertText text={user_id === null ? scopes.join(', ') : (names.get(user_id) ?? user_id)} most={100} />
          </Subdued>
        </div>
      ),
    },
    {
      field: 'revoked_at',
      name: i18n.translate('incidents.apiTokens.state', { defaultMessage: 'State' }),
      width: '100px',
      render: (_: unknown, token: TokenAnswer) =>
        isAlive(token, now) ? (
          <EuiBadge color="success">{i18n.translate('incidents.apiTokens.live', { defaultMessage: 'Live' })}</EuiBadge>
        ) : (
          <EuiBadge color="hollow">
            {token.revoked_at === null
              ? i18n.translate('incidents.apiTokens.expired', { defaultMessage: 'Expired' })
              : i18n.translate('incidents.apiTokens.revoked', { defaultMessage: 'Revoked' })}
          </EuiBadge>
        ),
    },
    {
      field: 'last_used_at',
      name: i18n.translate('incidents.apiTokens.used', { defaultMessage: 'Last used' }),
      render: (_: unknown, { last_used_at }: TokenAnswer) =>
        last_used_at === null ? (
          i18n.translate('incidents.apiTokens.never', { defaultMessage: 'never' })
        ) : (
          <span>
            <Age since={last_used_at} /> {i18n.translate('incidents.apiTokens.ago', { defaultMessage: 'ago' })}
          </span>
        ),
    },
    {
      field: 'expires_at',
      name: i18n.translate('incidents.apiTokens.expires', { defaultMessage: 'Expires' }),
      render: (_: unknown, { expires_at }: TokenAnswer) =>
        expires_at === null ? (
          i18n.translate('incidents.apiTokens.notByItself', { defaultMessage: 'not by itself' })
        ) : (
          <At time={expires_at} />
        ),
    },
    {
      field: 'id',
      name: i18n.translate('incidents.apiTokens.actions', { defaultMessage: 'Actions' }),
      align: 'right',
      width: '200px',
      render: (_: unknown, token: TokenAnswer) =>
        isAlive(token, now) && (
          <>
            <EuiButtonEmpty size="xs" onClick={() => rotate(token)} data-test-subj="incidentsApiTokenRotate">
              {i18n.translate('incidents.apiTokens.rotate', { defaultMessage: 'Rotate' })}
            </EuiButtonEmpty>
            <EuiButtonEmpty
              size="xs"
              color="danger"
              onClick={() => revoke(token)}
              data-test-subj="incidentsApiTokenRevoke"
            >
              {i18n.translate('incidents.apiTokens.revoke', { defaultMessage: 'Revoke' })}
            </EuiButtonEmpty>
          </>
        ),
    },
  ];
}
