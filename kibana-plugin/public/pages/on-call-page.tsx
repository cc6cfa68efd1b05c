import { EuiButton } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { ScheduleAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { WhenOpened } from '../components/edit/when-opened';
import { EmptyFace, ErrorFace, LoadingTable } from '../components/face';
import { icon } from '../components/icon';
import { OnCall } from '../components/on-call/on-call';
import { ScheduleFlyout } from '../components/on-call/schedule-flyout';
import { PageFrame } from '../components/page-frame';
import { useOnCall, useSchedules } from '../hooks/on-call';
import { useServices } from '../hooks/services';
import { useUrlParams } from '../hooks/url-params';

const NEW = 'new';

/** Who is told when a step names a schedule: now, and on any day. */
export function OnCallPage(): ReactElement {
  const { may } = useServices();
  const { params, change } = useUrlParams();
  const schedules = useSchedules();
  const edited = may.manage === true ? params.get('edit') : null;
  const schedule = schedules.data?.find(({ id }) => id === edited);
  const close = () => change({ edit: null });
  const saved = (id: string) => change({ edit: null, schedule: id });
  const toolbar = (
    <EuiButton
      fill
      iconType={icon('plus')}
      onClick={() => change({ edit: NEW })}
      data-test-subj="incidentsScheduleMake"
    >
      {i18n.translate('incidents.onCallPage.make', { defaultMessage: 'New schedule' })}
    </EuiButton>
  );
  return (
    <PageFrame
      title={i18n.translate('incidents.onCallPage.title', { defaultMessage: 'On-call' })}
      {...(may.manage ? { toolbar } : {})}
    >
      <Content onEdit={(id) => change({ edit: id })} />
      {edited === NEW && <ScheduleFlyout onClose={close} onSaved={saved} />}
      {schedule && (
        <WhenOpened<ScheduleAnswer> key={schedule.id} path={`/schedules/${schedule.id}`} onClose={close}>
          {(opened) => <ScheduleFlyout opened={opened} onClose={close} onSaved={saved} />}
        </WhenOpened>
      )}
    </PageFrame>
  );
}

function Content({ onEdit }: { readonly onEdit: (id: string) => void }): ReactElement {
  const { may } = useServices();
  const schedules = useSchedules();
  const onCall = useOnCall();
  const error = schedules.error ?? onCall.error;
  if (!schedules.data || !onCall.data) {
    const retry = () => void Promise.all([schedules.refetch(), onCall.refetch()]);
    return error ? <ErrorFace error={error} onRetry={retry} /> : <LoadingTable rows={5} />;
  }
  if (schedules.data.length === 0) {
    const action = {
      text: i18n.translate('incidents.onCallPage.empty.make', { defaultMessage: 'Make the first' }),
      onClick: () => onEdit(NEW),
    };
    return (
      <EmptyFace
        iconName="calendar"
        title={i18n.translate('incidents.onCallPage.empty.title', { defaultMessage: 'No schedule' })}
        body={i18n.translate('incidents.onCallPage.empty.body', {
          defaultMessage: 'With schedules responders take turns, and steps tell whoever is on call.',
        })}
        {...(may.manage ? { action } : {})}
      />
    );
  }
  return <OnCall schedules={schedules.data} areComing={schedules.isFetching} onCall={onCall.data} onEdit={onEdit} />;
}
