import { i18n } from '@kbn/i18n';
import type { TemplateDetail, TemplatePreviewAnswer } from 'incident-core';

export type Part = TemplateDetail['parts'][number]['name'];
export type Parts = TemplatePreviewAnswer['parts'];

export function partText(part: Part): string {
  switch (part) {
    case 'subject':
      return i18n.translate('incidents.templates.subject', { defaultMessage: 'Subject' });
    case 'text':
      return i18n.translate('incidents.templates.text', { defaultMessage: 'Text' });
    case 'html':
      return i18n.translate('incidents.templates.html', { defaultMessage: 'HTML' });
  }
}
