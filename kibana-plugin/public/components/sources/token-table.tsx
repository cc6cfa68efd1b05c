import {
  EuiBadge,
  EuiBasicTable,
  EuiButtonEmpty,
  EuiConfirmModal,
  EuiText,
  type EuiBasicTableColumn,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SourceAnswer, SourceTokenAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useNow } from '../../hooks/now';
import { isLive, useSourceActions } from '../../hooks/sources';
import { Age, At } from '../age';
import { Roomy } from '../roomy';
import { isolate } from '../text';
import { Subdued } from '../small';

interface TokenTableProps {
  readonly source: SourceAnswer;
  readonly tokens: readonly SourceTokenAnswer[];
}

export function TokenTable({ source, tokens }: TokenTableProps): ReactElement {
  const now = useNow();
  const { revoke } = useSourceActions();
  const [asked, setAsked] = useState<SourceTokenAnswer | undefined>(undefined);
  if (tokens.length === 0) {
    return (
      <Subdued size="s">
        {i18n.translate('incidents.tokens.none', {
          defaultMessage: 'It has no token, so nothing can come from it yet.',
        })}
      </Subdued>
    );
  }
  const question = i18n.translate('incidents.tokens.revoke.title', { defaultMessage: 'Revoke this token?' });
  return (
    <>
      <Roomy width={740}>
        <EuiBasicTable<SourceTokenAnswer>
          compressed
          tableCaption={i18n.translate('incidents.tokens.caption', {
            defaultMessage: 'Tokens of {source}, the newest first',
            values: { source: isolate(source.name, 60) },
          })}
          items={[...tokens]}
          itemId="id"
          columns={columns(now, setAsked)}
          rowProps={{ 'data-test-subj': 'incidentsTokenRow' }}
        />
      </Roomy>
      {asked && (
        <EuiConfirmModal
          role="alertdialog"
          aria-modal
          title={question}
          aria-label={question}
          buttonColor="danger"
          onCancel={() => setAsked(undefined)}
          onConfirm={() => {
            setAsked(undefined);
            revoke(source.id, asked.id, () => undefined);
          }}
          cancelButtonText={i18n.translate('incidents.tokens.revoke.no', { defaultMessage: 'Keep it' })}
          confirmButtonText={i18n.translate('incidents.tokens.revoke.yes', { defaultMessage: 'Revoke' })}
          defaultFocusedButton="cancel"
          data-test-subj="incidentsTokenConfirm"
        >
          <p>
            {asked.last_used_at === null
              ? i18n.translate('incidents.tokens.revoke.unused', { defaultMessage: 'It was never used.' })
              : i18n.translate('incidents.tokens.revoke.body', {
                  defaultMessage:
                    'Alerts that still come with it are refused within seconds, and Kibana does not send them again.',
                })}
          </p>
        </EuiConfirmModal>
      )}
    </>
  );
}

function columns(now: number, onRevoke: (token: SourceTokenAnswer) => void): EuiBasicTableColumn<SourceTokenAnswer>[] {
  return [
    {
      field: 'revoked_at',
      name: i18n.translate('incidents.tokens.state', { defaultMessage: 'State' }),
      width: '96px',
      render: (_: unknown, token: SourceTokenAnswer) => <State token={token} now={now} />,
    },
    {
      field: 'created_at',
      name: i18n.translate('incidents.tokens.made', { defaultMessage: 'Made' }),
      render: (_: unknown, { created_at }: SourceTokenAnswer) => <At time={created_at} />,
    },
    {
      field: 'last_used_at',
      name: i18n.translate('incidents.tokens.used', { defaultMessage: 'Last used' }),
      render: (_: unknown, { last_used_at }: SourceTokenAnswer) =>
        last_used_at === null ? (
          i18n.translate('incidents.tokens.never', { defaultMessage: 'never' })
        ) : (
          <span>
            <Age since={last_used_at} /> {i18n.translate('incidents.tokens.ago', { defaultMessage: 'ago' })}
          </span>
        ),
    },
    {
      field: 'expires_at',
      name: i18n.translate('incidents.tokens.expires', { defaultMessage: 'Expires' }),
      render: (_: unknown, { expires_at }: SourceTokenAnswer) =>
        expires_at === null ? (
          i18n.translate('incidents.tokens.notByItself', { defaultMessage: 'not by itself' })
        ) : (
          <At time={expires_at} />
        ),
    },
    {
      field: 'refused_count',
      name: i18n.translate('incidents.tokens.refused', { defaultMessage: 'Refused since its end' }),
      align: 'right',
      render: (_: unknown, { refused_count }: SourceTokenAnswer) =>
        refused_count > 0 ? (
          <EuiText size="s" color="danger">
            {refused_count}
          </EuiText>
        ) : (
          '–'
        ),
    },
    {
      field: 'id',
      name: i18n.translate('incidents.tokens.actions', { defaultMessage: 'Actions' }),
      align: 'right',
      width: '110px',
      render: (_: unknown, token: SourceTokenAnswer) =>
        isLive(token, now) && (
          <EuiButtonEmpty
            size="xs"
            color="danger"
            onClick={() => onRevoke(token)}
            data-test-subj="incidentsTokenRevoke"
          >
            {i18n.translate('incidents.tokens.revoke', { defaultMessage: 'Revoke' })}
          </EuiButtonEmpty>
        ),
    },
  ];
}

function State({ token, now }: { readonly token: SourceTokenAnswer; readonly now: number }): ReactElement {
  if (isLive(token, now)) {
    return <EuiBadge color="success">{i18n.translate('incidents.tokens.live', { defaultMessage: 'Live' })}</EuiBadge>;
  }
  return (
    <EuiBadge color="hollow">
      {token.revoked_at === null
        ? i18n.translate('incidents.tokens.expired', { defaultMessage: 'Expired' })
        : i18n.translate('incidents.tokens.revoked', { defaultMessage: 'Revoked' })}
    </EuiBadge>
  );
}
