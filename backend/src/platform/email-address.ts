/** Whether an address can be put into an envelope and a header as it stands: no quoting, no comments, no control characters. */
export function isEmailAddress(address: string): boolean {
  const [, local, domain] = /^([^@]{1,64})@([^@]{1,253})$/.exec(address) ?? [];
  if (local === undefined || domain === undefined) return false;
  const label = /^[\p{L}\p{N}]([\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u;
  return (
    /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/.test(local) &&
    domain.split('.').every((part) => label.test(part))
  );
}

/** The address of `Name <address>`, or of the address alone. */
export function toBareAddress(from: string): string {
  return /<([^<>]*)>\s*$/.exec(from)?.[1] ?? from;
}
