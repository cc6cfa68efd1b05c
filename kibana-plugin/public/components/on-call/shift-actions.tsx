import { EuiButton, EuiButtonEmpty, EuiFlexGroup, EuiFlexItem } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { useActions } from '../../hooks/actions';
import { useMe } from '../../hooks/directory';
import type { Send } from '../../hooks/intents';
import { useScheduleActions } from '../../hooks/on-call';
import { useServices } from '../../hooks/services';
import { icon } from '../icon';
import type { Piece } from './lanes';

interface ShiftActionsProps {
  readonly scheduleId: string;
  readonly piece: Piece;
  /** Of what stays when this is closed: what was not answered is the same when it is sent from here again. */
  readonly send: Send;
  /** In a table, where many stand below each other. */
  readonly isCompact?: boolean;
  readonly onGive?: (piece: Piece) => void;
  readonly onDone: () => void;
}

/** Take the shift, give it to somebody, take an override back: as far as the user may. */
export function ShiftActions({
  scheduleId,
  piece,
  send,
  isCompact = false,
  onGive,
  onDone,
}: ShiftActionsProps): ReactElement | null {
  const { may } = useServices();
  const { announce } = useActions();
  const { take, takeBack, isRunning } = useScheduleActions(send);
  const me = useMe();
  if (!may.respond || piece.until <= Date.now()) return null;
  const isMine = me !== null && me !== undefined && piece.userId === me.id;
  const { overrideId } = piece;
  const done = (said: string) => () => {
    announce(said);
    onDone();
  };
  const takeIt = () => {
    const said = i18n.translate('incidents.onCall.taken', { defaultMessage: 'The shift is yours' });
    if (me) take(scheduleId, me.id, piece, done(said));
  };
  const taking = { isLoading: isRunning, onClick: takeIt, 'data-test-subj': 'incidentsShiftTake' };
  const takeText = i18n.translate('incidents.onCall.take', { defaultMessage: 'Take this shift' });
  const size = isCompact ? 'xs' : 's';
  return (
    <EuiFlexGroup gutterSize="s" responsive={false} wrap alignItems="center">
      {!isMine && me && (
        <EuiFlexItem grow={false}>
          {isCompact ? (
            <EuiButtonEmpty size="xs" flush="left" {...taking}>
              {takeText}
            </EuiButtonEmpty>
          ) : (
            <EuiButton size="s" fill iconType={icon('user')} {...taking}>
              {takeText}
            </EuiButton>
          )}
        </EuiFlexItem>
      )}
      {overrideId !== null && (may.manage || isMine) && (
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty
            size={size}
            flush={isCompact ? 'left' : 'both'}
            color="danger"
            isDisabled={isRunning}
            onClick={() => {
              const said = i18n.translate('incidents.onCall.tookBack', { defaultMessage: 'The override is gone' });
              takeBack(scheduleId, overrideId, done(said));
            }}
            data-test-subj="incidentsOverrideDelete"
          >
            {i18n.translate('incidents.onCall.takeBack', { defaultMessage: 'Delete the override' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
      )}
      {may.manage && onGive && (
        <EuiFlexItem grow={false}>
          <EuiButtonEmpty
            size={size}
            flush={isCompact ? 'left' : 'both'}
            isDisabled={isRunning}
            onClick={() => onGive(piece)}
            data-test-subj="incidentsShiftGive"
          >
            {i18n.translate('incidents.onCall.give', { defaultMessage: 'Give it to …' })}
          </EuiButtonEmpty>
        </EuiFlexItem>
      )}
    </EuiFlexGroup>
  );
}
