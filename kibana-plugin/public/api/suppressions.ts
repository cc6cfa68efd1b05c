import type {
  GivenMaintenanceWindow,
  MaintenanceWindowAnswer,
  NewSilence,
  SilenceAnswer,
  SilenceChange,
  SuppressionPreview,
  SuppressionPreviewAnswer,
} from 'incident-core';
import type { Page } from '../../common/api';
import type { Caller } from './caller';

/** What of a list is wanted: what holds or will, or the latest of what is over. */
export type Shown = 'current' | 'over';

/** The calls of the page Silences and maintenance. */
export function createSuppressionsApi({ ask, edit, get, getAll, post, remove }: Caller) {
  const list = async <Item extends { readonly id: string }>(
    path: string,
    shown: Shown,
    signal?: AbortSignal,
  ): Promise<readonly Item[]> => {
    if (shown === 'over') return (await get<Page<Item>>(path, signal, { state: 'over', limit: 100 })).items;
    const [active, planned] = await Promise.all(
      ['active', 'planned'].map((state) => getAll<Item>(path, signal, { state })),
    );
    // One may begin between the two answers.
    return [...new Map([...(planned ?? []), ...(active ?? [])].map((item) => [item.id, item])).values()];
  };
  return {
    silences: (shown: Shown, signal?: AbortSignal) => list<SilenceAnswer>('/silences', shown, signal),
    windows: (shown: Shown, signal?: AbortSignal) =>
      list<MaintenanceWindowAnswer>('/maintenance-windows', shown, signal),
    makeSilence: (given: NewSilence, key: string) => post<SilenceAnswer>('/silences', given, key),
    changeSilence: (id: string, given: SilenceChange, tag: string | undefined) =>
      edit<SilenceAnswer>('PATCH', `/silences/${id}`, given, tag),
    endSilence: (id: string) => post<SilenceAnswer>(`/silences/${id}/end`),
    makeWindow: (given: GivenMaintenanceWindow, key: string) =>
      post<MaintenanceWindowAnswer>('/maintenance-windows', given, key),
    replaceWindow: (id: string, given: GivenMaintenanceWindow, tag: string | undefined) =>
      edit<MaintenanceWindowAnswer>('PUT', `/maintenance-windows/${id}`, given, tag),
    endWindow: (id: string) => post<MaintenanceWindowAnswer>(`/maintenance-windows/${id}/end`),
    removeWindow: (id: string, tag: string | undefined) => remove(`/maintenance-windows/${id}`, tag),
    preview: (body: SuppressionPreview, signal?: AbortSignal) =>
      ask<SuppressionPreviewAnswer>('/silences/preview', body, signal),
  } as const;
}
