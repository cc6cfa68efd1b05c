export const canary = (): void => console.log('hello');
