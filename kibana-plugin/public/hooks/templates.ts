import { useQuery, type QueryKey } from '@tanstack/react-query';
import type { GivenTemplate, TemplateDetail, TemplatePreview } from 'incident-core';
import { useEffect, useMemo, useState } from 'react';
import { createTemplatesApi } from '../api/templates';
import { useAttempt } from './attempt';
import type { Refused } from './edit';
import { useServices } from './services';
import { useTagged } from './tagged';

const nothing: readonly QueryKey[] = [];
/** Whoever types is not asked for at each letter. */
const CALM_MS = 400;

function useTemplatesApi() {
  const { api } = useServices();
  return useMemo(() => createTemplatesApi(api.caller), [api]);
}

/** With the words of a team beside those for all; null for those alone. */
export function useTemplate(channel: string, event: string, team: string | null) {
  return useTagged<TemplateDetail>(`/templates/${channel}/${event}`, team === null ? {} : { team_id: team });
}

/** What a template would say, again when it has been changed and rests. */
export function usePreview(given: TemplatePreview) {
  const api = useTemplatesApi();
  const { may } = useServices();
  const text = JSON.stringify(given);
  const [calm, setCalm] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(text), CALM_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return useQuery({
    queryKey: ['template-preview', calm],
    queryFn: () => api.preview(JSON.parse(calm) as TemplatePreview),
    enabled: may.manage === true,
    keepPreviousData: true,
  });
}

export function useTemplateActions() {
  const api = useTemplatesApi();
  const { isRunning, attempt } = useAttempt(nothing);
  return {
    isRunning,
    save: (
      { channel, event }: Pick<TemplateDetail, 'channel' | 'event'>,
      given: GivenTemplate,
      tag: string | undefined,
      then: () => void,
      refused: Refused,
    ) => attempt(() => api.save(channel, event, given, tag), then, refused),
    remove: (id: string, then: () => void) => attempt(() => api.remove(id), then),
  } as const;
}
