import { i18n } from '@kbn/i18n';
import type { ReactElement } from 'react';
import { AuditList } from '../components/audit/audit-list';
import { Verification } from '../components/audit/verification';
import { PageFrame } from '../components/page-frame';

/** Who changed what of configuration and access, and whether nobody touched the record of it. */
export function AuditPage(): ReactElement {
  const title = i18n.translate('incidents.auditPage.title', { defaultMessage: 'Audit' });
  return (
    <PageFrame title={title}>
      <Verification />
      <AuditList />
    </PageFrame>
  );
}
