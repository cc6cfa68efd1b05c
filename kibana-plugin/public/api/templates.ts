import type {
  GivenTemplate,
  TemplateAnswer,
  TemplateDetail,
  TemplatePreview,
  TemplatePreviewAnswer,
} from 'incident-core';
import type { Caller } from './caller';

/** The calls on templates. */
export function createTemplatesApi({ get, post, put, remove }: Caller) {
  return {
    template: (channel: string, event: string, team: string | null, signal?: AbortSignal) =>
      get<TemplateDetail>(`/templates/${channel}/${event}`, signal, team === null ? {} : { team_id: team }),
    save: (channel: string, event: string, given: GivenTemplate) =>
      put<TemplateAnswer>(`/templates/${channel}/${event}`, given),
    remove: (id: string) => remove(`/templates/${id}`),
    preview: (given: TemplatePreview) => post<TemplatePreviewAnswer>('/templates/preview', given),
  } as const;
}
