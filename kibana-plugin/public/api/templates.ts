import type { GivenTemplate, TemplateAnswer, TemplatePreview, TemplatePreviewAnswer } from 'incident-core';
import type { Caller } from './caller';

/** The calls on templates. */
export function createTemplatesApi({ ask, edit, remove }: Caller) {
  return {
    save: (channel: string, event: string, given: GivenTemplate, tag: string | undefined) =>
      edit<TemplateAnswer>('PUT', `/templates/${channel}/${event}`, given, tag),
    remove: (id: string) => remove(`/templates/${id}`),
    preview: (given: TemplatePreview) => ask<TemplatePreviewAnswer>('/templates/preview', given),
  } as const;
}
