export const starts = (code: string) => (answer: string) => answer.startsWith(code);
export const has = (code: string) => (answer: string) => answer.includes(code);
