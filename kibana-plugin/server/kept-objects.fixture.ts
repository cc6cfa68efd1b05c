import type { SavedObjectsClient } from '../types/core-server';
import type { EncryptedSavedObjectsStart } from '../types/plugins-server';

/** Kibana's saved objects, of which only the decrypting client gives out what was kept. */
export class KeptObjects implements EncryptedSavedObjectsStart, SavedObjectsClient {
  readonly #kept = new Map<string, Readonly<Record<string, unknown>>>();
  /** Set, every read fails by it. */
  failure: Error | undefined;

  create(type: string, attributes: object, { id, overwrite }: { readonly id: string; readonly overwrite: boolean }) {
    const key = `${type}:${id}`;
    if (this.#kept.has(key) && !overwrite) return Promise.reject(withStatus(409));
    this.#kept.set(key, { ...attributes });
    return Promise.resolve({ id, type });
  }

  getClient({ includedHiddenTypes }: { readonly includedHiddenTypes: readonly string[] }) {
    return {
      getDecryptedAsInternalUser: (type: string, id: string) => {
        if (this.failure) return Promise.reject(this.failure);
        const attributes = includedHiddenTypes.includes(type) ? this.#kept.get(`${type}:${id}`) : undefined;
        return attributes ? Promise.resolve({ attributes }) : Promise.reject(withStatus(404));
      },
    };
  }
}

/** As Boom, which Kibana throws. */
function withStatus(statusCode: number): Error {
  return Object.assign(new Error(`Saved object: ${statusCode}`), { output: { statusCode } });
}
