import { EuiBadge, EuiButtonEmpty, EuiConfirmModal, type EuiBasicTableColumn } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { UserAnswer } from 'incident-core';
import { useState, type ReactElement } from 'react';
import { useAccessApi, useAccessChanges } from '../../hooks/access';
import { People } from '../people';
import { isolate } from '../text';
import { RolesFlyout } from './roles-flyout';

/** Everybody, with whether they are here; what they may do opens beside them. */
export function PeopleTable(): ReactElement {
  const [shown, setShown] = useState<UserAnswer | undefined>(undefined);
  const [leaving, setLeaving] = useState<UserAnswer | undefined>(undefined);
  const api = useAccessApi();
  const { attempt } = useAccessChanges();
  const actions = {
    show: setShown,
    leave: setLeaving,
    comeBack: ({ id }: UserAnswer) =>
      attempt(
        () => api.comeBack(id),
        () => undefined,
      ),
  };
  return (
    <>
      <People
        caption={i18n.translate('incidents.access.caption', { defaultMessage: 'People, by name' })}
        columns={columns(actions)}
        subject="incidentsAccessPerson"
      />
      {shown && <RolesFlyout user={shown} onClose={() => setShown(undefined)} />}
      {leaving && (
        <LeaveDialog
          user={leaving}
          onCancel={() => setLeaving(undefined)}
          onConfirm={() => {
            setLeaving(undefined);
            attempt(
              () => api.leave(leaving.id),
              () => undefined,
            );
          }}
        />
      )}
    </>
  );
}

interface PersonActions {
  show(user: UserAnswer): void;
  leave(user: UserAnswer): void;
  comeBack(user: UserAnswer): void;
}

function columns({ show, leave, comeBack }: PersonActions): readonly EuiBasicTableColumn<UserAnswer>[] {
  return [
    {
      field: 'left_at',
      name: i18n.translate('incidents.access.state', { defaultMessage: 'State' }),
      width: '120px',
      render: (_: unknown, { left_at }: UserAnswer) =>
        left_at === null ? (
          <EuiBadge color="success">{i18n.translate('incidents.access.here', { defaultMessage: 'Here' })}</EuiBadge>
        ) : (
          <EuiBadge color="hollow">{i18n.translate('incidents.access.gone', { defaultMessage: 'Left' })}</EuiBadge>
        ),
    },
    {
      field: 'id',
      name: i18n.translate('incidents.access.actions', { defaultMessage: 'Actions' }),
      align: 'right',
      width: '200px',
      render: (_: unknown, user: UserAnswer) => (
        <>
          <EuiButtonEmpty
            size="xs"
            onClick={() => show(user)}
            aria-label={i18n.translate('incidents.access.rolesOf', {
              defaultMessage: 'Roles of {name}',
              values: { name: isolate(user.name, 60) },
            })}
            data-test-subj="incidentsAccessRoles"
          >
            {i18n.translate('incidents.access.roles', { defaultMessage: 'Roles' })}
          </EuiButtonEmpty>
          {user.left_at === null ? (
            <EuiButtonEmpty size="xs" color="danger" onClick={() => leave(user)} data-test-subj="incidentsAccessLeave">
              {i18n.translate('incidents.access.leave', { defaultMessage: 'Mark as left' })}
            </EuiButtonEmpty>
          ) : (
            <EuiButtonEmpty size="xs" onClick={() => comeBack(user)} data-test-subj="incidentsAccessReturn">
              {i18n.translate('incidents.access.return', { defaultMessage: 'Mark as back' })}
            </EuiButtonEmpty>
          )}
        </>
      ),
    },
  ];
}

interface LeaveDialogProps {
  readonly user: UserAnswer;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
}

function LeaveDialog({ user, onCancel, onConfirm }: LeaveDialogProps): ReactElement {
  const question = i18n.translate('incidents.access.leave.title', {
    defaultMessage: 'Has {name} left?',
    values: { name: isolate(user.name, 60) },
  });
  return (
    <EuiConfirmModal
      role="alertdialog"
      aria-modal
      title={question}
      aria-label={question}
      buttonColor="danger"
      onCancel={onCancel}
      onConfirm={onConfirm}
      cancelButtonText={i18n.translate('incidents.access.leave.no', { defaultMessage: 'Cancel' })}
      confirmButtonText={i18n.translate('incidents.access.leave.yes', { defaultMessage: 'Yes, has left' })}
      defaultFocusedButton="cancel"
      data-test-subj="incidentsAccessLeaveDialog"
    >
      <p>
        {i18n.translate('incidents.access.leave.body', {
          defaultMessage:
            'Tokens end at once, and nothing is sent to them any more. Steps and shifts that count on them stay, and are listed under “Left” until somebody else is put there.',
        })}
      </p>
    </EuiConfirmModal>
  );
}
