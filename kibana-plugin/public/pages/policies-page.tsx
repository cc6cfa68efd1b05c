import { EuiButton } from '@elastic/eui';
import { i18n } from '@kbn/i18n';
import type { PolicyAnswer } from 'incident-core';
import type { ReactElement } from 'react';
import { WhenOpened } from '../components/edit/when-opened';
import { icon } from '../components/icon';
import { PageFrame } from '../components/page-frame';
import { PolicyFlyout } from '../components/policies/policy-flyout';
import { PolicyTable } from '../components/policies/policy-table';
import { Simulator } from '../components/policies/simulator';
import { UrlTabs } from '../components/url-tabs';
import { usePolicies } from '../hooks/directory';
import { useServices } from '../hooks/services';
import { useUrlParams } from '../hooks/url-params';

const NEW = 'new';

/** Who is told of which incidents, step by step; and a way to try it. */
export function PoliciesPage(): ReactElement {
  const { may } = useServices();
  const { params, change } = useUrlParams();
  const { data: policies } = usePolicies();
  const edited = may.manage === true ? params.get('edit') : null;
  const policy = policies?.find(({ id }) => id === edited);
  const title = i18n.translate('incidents.policiesPage.title', { defaultMessage: 'Escalation policies' });
  const close = () => change({ edit: null });
  const toolbar = (
    <EuiButton fill iconType={icon('plus')} onClick={() => change({ edit: NEW })} data-test-subj="incidentsPolicyMake">
      {i18n.translate('incidents.policiesPage.make', { defaultMessage: 'New policy' })}
    </EuiButton>
  );
  return (
    <PageFrame title={title} {...(may.manage ? { toolbar } : {})}>
      <UrlTabs
        label={title}
        tabs={[
          {
            id: 'policies',
            name: i18n.translate('incidents.policiesPage.policies', { defaultMessage: 'Policies' }),
            content: (
              <PolicyTable
                onEdit={(id) => change({ edit: id })}
                onMake={() => change({ edit: NEW })}
                onTry={(id) => change({ tab: 'simulator', policy: id })}
              />
            ),
          },
          {
            id: 'simulator',
            name: i18n.translate('incidents.policiesPage.simulator', { defaultMessage: 'Simulator' }),
            content: <Simulator />,
          },
        ]}
      />
      {edited === NEW && <PolicyFlyout onClose={close} />}
      {policy && (
        <WhenOpened<PolicyAnswer> key={policy.id} path={`/escalation-policies/${policy.id}`} onClose={close}>
          {(opened) => <PolicyFlyout opened={opened} onClose={close} />}
        </WhenOpened>
      )}
    </PageFrame>
  );
}
