import { replaceImports } from '../javascript-tokens.js';

/** Never gets past its first statement, and so runs nothing of what follows. */
const NEVER = 'await new Promise(() => {});';

/**
 * Finds the line, counted from 1, where a program's syntax is wrong. Engines tell that of scripts in a
 * page only, not of modules that a worker imports.
 */
export function findSyntaxError(source: string): Promise<number | undefined> {
  const harmless = replaceImports(source, () => 'data:text/javascript,');
  const url = URL.createObjectURL(new Blob([NEVER, harmless], { type: 'text/javascript' }));
  const script = document.createElement('script');
  script.type = 'module';
  script.src = url;
  return new Promise((resolve) => {
    const onError = (event: ErrorEvent): void => {
      if (event.filename !== url) return;
      event.preventDefault();
      finish(event.lineno);
    };
    const finish = (line?: number): void => {
      removeEventListener('error', onError);
      clearTimeout(timer);
      script.remove();
      URL.revokeObjectURL(url);
      resolve(line);
    };
    addEventListener('error', onError);
    const timer = setTimeout(finish, 500);
    document.head.append(script);
  });
}
