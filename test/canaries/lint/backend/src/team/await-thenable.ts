export async function canary(): Promise<string> {
  const name = await 'already here';
  return name;
}
