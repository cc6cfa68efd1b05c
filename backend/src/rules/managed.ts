import type { ConfigOwner } from 'incident-core';
import { conflict } from '../platform/problem.ts';

/** Who looks after a row, as every table of configuration keeps it. */
export interface Managed {
  readonly managedBy: ConfigOwner;
  /** The file's name as it was applied; null for what people made. */
  readonly file: string | null;
  /** SHA-256 of that file's text, in hexadecimal. */
  readonly fileHash: string | null;
}

/** A file as it was given: what its rows say of who looks after them. */
export interface FileOwner {
  readonly file: string;
  readonly hash: string;
}

/** What people make by hand. */
export const BY_PEOPLE: Managed = { managedBy: 'ui', file: null, fileHash: null };

export function byFile({ file, hash }: FileOwner): Managed {
  return { managedBy: 'file', file, fileHash: hash };
}

/** Whether a row says of its file something else than how it is now. */
export function isStale(row: Managed, { file, hash }: FileOwner): boolean {
  return row.managedBy === 'file' && (row.file !== file || row.fileHash !== hash);
}

/** @throws Problem 409 for a row of a file, which is its only place to edit */
export function refuseFileRow(what: string, { managedBy, file }: Managed): void {
  if (managedBy !== 'file') return;
  throw conflict('managed-by-file', `The file ${file} looks after this ${what}: change it there`, { file });
}

/** Who looks after it, as answers show it. */
export function toManagedAnswer(row: Managed & { readonly createdAt: Date; readonly updatedAt: Date }) {
  return {
    managed_by: row.managedBy,
    file: row.file,
    file_hash: row.fileHash,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
