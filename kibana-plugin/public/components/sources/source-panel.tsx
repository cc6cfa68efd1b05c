import {
  EuiButton,
  EuiButtonEmpty,
  EuiFlexGroup,
  EuiFlexItem,
  EuiLink,
  EuiPanel,
  EuiSpacer,
  EuiText,
  EuiTitle,
  EuiToolTip,
} from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { SourceAnswer } from 'incident-core';
import { useRef, useState, type ReactElement } from 'react';
import { useUnreadable } from '../../hooks/loud';
import { useServices } from '../../hooks/services';
import { isLive, useSourceActions, useSourceTokens } from '../../hooks/sources';
import { paths } from '../../places';
import { AlertText } from '../alert-text';
import { WhenOpened } from '../edit/when-opened';
import { ErrorFace, LoadingTable } from '../face';
import { icon } from '../icon';
import { useAppLink } from '../incident-link';
import { unreadableText } from '../ledger/loud-filters';
import { PageTestDialog } from '../page-test/page-test-dialog';
import { SourceDeletion } from './source-deletion';
import { SourceDialog } from './source-dialog';
import { SourceHeartbeat } from './source-heartbeat';
import { SourceHealth } from './source-health';
import { TokenDialog } from './token-dialog';
import { TokenTable } from './token-table';
import { Subdued } from '../small';

interface SourcePanelProps {
  readonly source: SourceAnswer;
  readonly team: string | undefined;
}

const MOST_LIVE = 2;

/** One source with its tokens, and what managers can do with them. */
export function SourcePanel({ source, team }: SourcePanelProps): ReactElement {
  const { may } = useServices();
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsSource">
      <EuiFlexGroup alignItems="center" gutterSize="m" responsive={false} wrap>
        <EuiFlexItem css={{ minWidth: 160 }}>
          <EuiTitle size="xs">
            <h2>
              <AlertText text={source.name} lines={1} />
            </h2>
          </EuiTitle>
          <Subdued size="xs">
            {team === undefined ? (
              i18n.translate('incidents.sources.noTeam', { defaultMessage: 'no team of its own' })
            ) : (
              <AlertText text={team} lines={1} />
            )}
          </Subdued>
          <EuiSpacer size="xs" />
          <SourceHealth health={source.health} />
          <UnreadableOf source={source} />
        </EuiFlexItem>
        {may.manage && <Management source={source} />}
      </EuiFlexGroup>
      {may.manage && (
        <>
          <EuiSpacer size="s" />
          <SourceHeartbeat id={source.id} />
          <Tokens source={source} />
        </>
      )}
    </EuiPanel>
  );
}

/** What came of it and could not be read, with the way to it; nothing for most. */
function UnreadableOf({ source }: { readonly source: SourceAnswer }): ReactElement | null {
  const { data } = useUnreadable();
  const link = useAppLink(`${paths.ledger}?source=${source.id}&outcome=unreadable`);
  const count = data?.bySource.get(source.id);
  if (!count) return null;
  return (
    <EuiText size="xs">
      <EuiLink color="danger" {...link} data-test-subj="incidentsSourceUnreadable">
        {unreadableText(count)}
      </EuiLink>
    </EuiText>
  );
}

function Tokens({ source }: { readonly source: SourceAnswer }): ReactElement {
  const { data, error, refetch } = useSourceTokens(source.id);
  if (data) return <TokenTable source={source} tokens={data} />;
  return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={1} />;
}

function Management({ source }: { readonly source: SourceAnswer }): ReactElement {
  const { data: tokens } = useSourceTokens(source.id);
  const { makeToken, token: last, isRunning } = useSourceActions();
  // Whether there was one before it, however often it is asked for.
  const isRotation = useRef(false);
  const [made, setMade] = useState<{ readonly token: string; readonly isRotation: boolean } | undefined>(undefined);
  const [asked, setAsked] = useState<'change' | 'remove' | 'test' | undefined>(undefined);
  const live = (tokens ?? []).filter((token) => isLive(token, Date.now())).length;
  // The one that is asked for again may be one of the two.
  const isFull = live >= MOST_LIVE && last !== 'awaited';
  const close = () => setAsked(undefined);
  const button = (
    <EuiButton
      size="s"
      iconType={icon(live === 0 ? 'plus' : 'refresh')}
      isLoading={isRunning}
      isDisabled={tokens === undefined || isFull}
      onClick={() => {
        if (last !== 'awaited') isRotation.current = live > 0;
        makeToken(source.id, (token) => setMade({ token, isRotation: isRotation.current }));
      }}
      data-test-subj="incidentsTokenMake"
    >
      {last === 'awaited'
        ? i18n.translate('incidents.sources.askAgain', { defaultMessage: 'Ask for the token again' })
        : live === 0
          ? i18n.translate('incidents.sources.makeToken', { defaultMessage: 'Make a token' })
          : i18n.translate('incidents.sources.rotate', { defaultMessage: 'Rotate the token' })}
    </EuiButton>
  );
  return (
    <EuiFlexItem grow={false}>
      <EuiFlexGroup gutterSize="xs" alignItems="center" responsive={false} wrap>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty
            size="s"
            iconType={icon('bell')}
            onClick={() => setAsked('test')}
            data-test-subj="incidentsSourceTest"
          >
            {i18n.translate('incidents.sources.test', { defaultMessage: 'Page now' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty size="s" onClick={() => setAsked('change')}>
            {i18n.translate('incidents.sources.change', { defaultMessage: 'Change' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
        {tokens && live === 0 && (
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty
              size="s"
              color="danger"
              onClick={() => setAsked('remove')}
              data-test-subj="incidentsSourceDelete"
            >
              {i18n.translate('incidents.sources.remove', { defaultMessage: 'Delete' })}
            </EuiButtonEmpty>
          </EuiFlexItem>
        )}
        <EuiFlexItem grow={false}>
          {isFull ? (
            <EuiToolTip
              content={i18n.translate('incidents.sources.full', {
                defaultMessage: 'Two are live: revoke the one that is no longer used',
              })}
            >
              {button}
            </EuiToolTip>
          ) : (
            button
          )}
        </EuiFlexItem>
      </EuiFlexGroup>
      {last === 'lost' && (
        <EuiText size="xs" color="danger" data-test-subj="incidentsTokenLost">
          {i18n.translate('incidents.sources.tokenLost', {
            defaultMessage: 'A token was made, and nobody can be shown it any more: revoke it, and make another.',
          })}
        </EuiText>
      )}
      {made && <TokenDialog source={source.name} {...made} onClose={() => setMade(undefined)} />}
      {asked === 'test' && (
        <PageTestDialog
          name={source.name}
          body={i18n.translate('incidents.sources.testBody', {
            defaultMessage:
              'An alert is taken in as if this source had sent it: an incident opens, and whoever its team’s escalation policy names is told, until somebody acknowledges it or 15 minutes have passed.',
          })}
          tested={{ source_id: source.id }}
          onClose={close}
        />
      )}
      {asked === 'change' && (
        <WhenOpened<SourceAnswer> path={`/sources/${source.id}`} onClose={close}>
          {(opened) => <SourceDialog opened={opened} onClose={close} />}
        </WhenOpened>
      )}
      {asked === 'remove' && (
        <WhenOpened<SourceAnswer> path={`/sources/${source.id}`} onClose={close}>
          {(opened) => <SourceDeletion opened={opened} onClose={close} />}
        </WhenOpened>
      )}
    </EuiFlexItem>
  );
}
