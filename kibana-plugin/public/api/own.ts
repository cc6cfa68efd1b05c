import type {
  ContactMethodAnswer,
  ContactMethodChange,
  GivenPreferences,
  NewContactMethod,
  PreferencesAnswer,
  UserAnswer,
  VerificationAnswer,
} from 'incident-core';
import type { Caller } from './caller';

/** The calls on what is somebody's own: how they are told, and where. */
export function createOwnApi({ edit, get, post, patch, remove }: Caller) {
  return {
    user: (id: string, signal?: AbortSignal) => get<UserAnswer>(`/users/${id}`, signal),
    addMethod: (userId: string, given: NewContactMethod, key: string) =>
      post<ContactMethodAnswer>(`/users/${userId}/contact-methods`, given, key),
    changeMethod: (id: string, change: ContactMethodChange) =>
      patch<ContactMethodAnswer>(`/contact-methods/${id}`, change),
    removeMethod: (id: string) => remove(`/contact-methods/${id}`),
    sendCode: (id: string, key: string) => post<VerificationAnswer>(`/contact-methods/${id}/verification`, {}, key),
    confirmCode: (id: string, code: string) =>
      post<ContactMethodAnswer>(`/contact-methods/${id}/verification/confirm`, { code }),
    savePreferences: (userId: string, given: GivenPreferences, tag: string | undefined) =>
      edit<PreferencesAnswer>('PUT', `/users/${userId}/preferences`, given, tag),
  } as const;
}
