import type {
  AuditEntryAnswer,
  AuditVerification,
  DepartureAnswer,
  ImportAnswer,
  MadeToken,
  RolesAnswer,
  TokenAnswer,
  UserAnswer,
} from 'incident-core';
import type { Page } from '../../common/api';
import type { Caller, Query } from './caller';

/** The calls on who may do what, and on who did what. */
export function createAccessApi({ edit, get, getAll, post, remove, call }: Caller) {
  return {
    giveRoles: (userId: string, given: RolesAnswer, tag: string | undefined) =>
      edit<RolesAnswer>('PUT', `/users/${userId}/roles`, given, tag),
    leave: (userId: string) => post<UserAnswer>(`/users/${userId}/leave`),
    comeBack: (userId: string) => post<UserAnswer>(`/users/${userId}/return`),
    departures: (signal?: AbortSignal) =>
      get<{ readonly items: readonly DepartureAnswer[] }>('/users/departures', signal),
    importPeople: (csv: string, isDry: boolean) =>
      call<ImportAnswer>('POST', '/users/import', { query: { dry_run: String(isDry) }, body: { csv } }),
    tokens: (signal?: AbortSignal) => getAll<TokenAnswer>('/tokens', signal),
    makeToken: (
      given: { readonly name: string; readonly user_id: string; readonly expires_at: string | null },
      key: string,
    ) => post<MadeToken>('/tokens', given, key),
    rotateToken: (id: string, key: string) => post<MadeToken>(`/tokens/${id}/rotate`, {}, key),
    revokeToken: (id: string) => remove(`/tokens/${id}`),
    audit: (query: Query, signal?: AbortSignal) => get<Page<AuditEntryAnswer>>('/audit', signal, query),
    verifyAudit: (signal?: AbortSignal) => get<AuditVerification>('/audit/verify', signal),
  } as const;
}
