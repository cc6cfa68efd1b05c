import { EuiBadge, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem, EuiPanel, EuiSpacer, EuiText } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ContactMethodAnswer, UserAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useOwnApi, useOwnChanges, useOwnUser } from '../../hooks/own';
import { usePageMe } from '../../hooks/page-test';
import { useServices } from '../../hooks/services';
import { AlertText } from '../alert-text';
import { DeleteDialog } from '../delete-dialog';
import { EmptyFace, ErrorFace, LoadingTable } from '../face';
import { icon } from '../icon';
import { channelName } from '../incident/reasons';
import { moved, OrderButtons } from '../order-buttons';
import { Receipt } from '../page-test/receipt';
import { Subdued } from '../small';
import { MethodForm } from './method-form';
import { VerifyForm } from './verify-form';

/** Where the reader is told, in the order in which it is tried. */
export function ContactMethods({ me }: { readonly me: UserAnswer }): ReactElement {
  const { may } = useServices();
  const api = useOwnApi();
  const { attempt, isRunning } = useOwnChanges();
  const [removed, setRemoved] = useState<ContactMethodAnswer | undefined>(undefined);
  const { data, error, refetch } = useOwnUser(me.id);
  if (!data) return error ? <ErrorFace error={error} onRetry={() => void refetch()} /> : <LoadingTable rows={3} />;
  const methods = data.contact_methods;
  const order = (from: number, to: number) =>
    attempt(
      async () => {
        for (const [position, { id, position: was }] of moved(methods, from, to).entries()) {
          if (position !== was) await api.changeMethod(id, { position });
        }
      },
      () => undefined,
    );
  return (
    <div css={{ maxWidth: 820 }}>
      <Subdued size="s">
        <p>
          {i18n.translate('incidents.methods.intro', {
            defaultMessage: 'Only verified ones are used. When one does not get through, the next is tried.',
          })}
        </p>
      </Subdued>
      <EuiSpacer size="m" />
      {methods.length === 0 && (
        <EmptyFace
          iconName="bellSlash"
          title={i18n.translate('incidents.methods.empty.title', { defaultMessage: 'You cannot be told' })}
          body={i18n.translate('incidents.methods.empty.body', {
            defaultMessage: 'Add an address and verify it: then incidents reach you.',
          })}
        />
      )}
      {methods.map((method, index) => (
        <div key={method.id}>
          <Method
            method={method}
            isBusy={isRunning}
            order={
              may.respond ? (
                <OrderButtons
                  name={method.address}
                  index={index}
                  count={methods.length}
                  isDisabled={isRunning}
                  onMove={(to) => order(index, to)}
                  onRemove={() => setRemoved(method)}
                />
              ) : null
            }
          />
          <EuiSpacer size="s" />
        </div>
      ))}
      {may.respond && (
        <>
          <EuiSpacer size="m" />
          <MethodForm userId={me.id} />
        </>
      )}
      {removed && (
        <DeleteDialog
          name={removed.address}
          body={i18n.translate('incidents.methods.removeBody', {
            defaultMessage: 'Nothing is sent there any more. Added again, it must be verified again.',
          })}
          onCancel={() => setRemoved(undefined)}
          onConfirm={() => {
            setRemoved(undefined);
            attempt(
              () => api.removeMethod(removed.id),
              () => undefined,
            );
          }}
        />
      )}
    </div>
  );
}

interface MethodProps {
  readonly method: ContactMethodAnswer;
  readonly isBusy: boolean;
  readonly order: ReactElement | null;
}

function Method({ method, isBusy, order }: MethodProps): ReactElement {
  const { may } = useServices();
  const { ask, isRunning, test } = usePageMe();
  return (
    <EuiPanel hasBorder hasShadow={false} paddingSize="m" data-test-subj="incidentsMethod">
      <EuiFlexGroup gutterSize="s" alignItems="center" responsive={false} wrap>
        <EuiFlexItem css={{ minWidth: 200 }}>
          <EuiText size="s">
            <strong>
              <AlertText text={method.address} most={254} />
            </strong>
          </EuiText>
          <Subdued size="xs">{channelName(method.channel)}</Subdued>
        </EuiFlexItem>
        <EuiFlexItem grow={false}>
          {method.verified ? (
            <EuiBadge color="success">
              {i18n.translate('incidents.methods.verified', { defaultMessage: 'Verified' })}
            </EuiBadge>
          ) : (
            <EuiBadge color="warning">
              {i18n.translate('incidents.methods.unverified', { defaultMessage: 'Not verified: not used' })}
            </EuiBadge>
          )}
        </EuiFlexItem>
        {may.respond && (
          <EuiFlexItem grow={false}>
            <EuiButtonEmpty
              size="s"
              iconType={icon('bell')}
              isLoading={isRunning}
              isDisabled={isBusy}
              onClick={() => ask({ contact_method_id: method.id })}
              data-test-subj="incidentsPageMe"
            >
              {i18n.translate('incidents.methods.pageMe', { defaultMessage: 'Page me now' })}
            </EuiButtonEmpty>
          </EuiFlexItem>
        )}
        {order && <EuiFlexItem grow={false}>{order}</EuiFlexItem>}
      </EuiFlexGroup>
      {!method.verified && may.respond && <VerifyForm methodId={method.id} />}
      {test !== undefined && <Receipt id={test} />}
    </EuiPanel>
  );
}
