import { replaceImports } from '../javascript-tokens.js';
import type { Place } from '../protocol.js';

/** Never gets past its first statement, and so runs nothing of what follows. */
const NEVER = 'await new Promise(() => {});';

/**
 * Finds where a program's syntax is wrong. Engines tell that of scripts in a page only, not of modules
 * that a worker imports.
 */
export function findSyntaxError(source: string): Promise<Place | undefined> {
  const harmless = replaceImports(source, () => 'data:text/javascript,');
  const url = URL.createObjectURL(new Blob([NEVER, harmless], { type: 'text/javascript' }));
  const script = document.createElement('script');
  script.type = 'module';
  script.src = url;
  return new Promise((resolve) => {
    const onError = (event: ErrorEvent): void => {
      if (event.filename !== url) return;
      event.preventDefault();
      const { lineno: line, colno } = event;
      finish({ line, column: line === 1 ? colno - NEVER.length : colno });
    };
    const finish = (place?: Place): void => {
      removeEventListener('error', onError);
      clearTimeout(timer);
      script.remove();
      URL.revokeObjectURL(url);
      resolve(place);
    };
    addEventListener('error', onError);
    const timer = setTimeout(finish, 500);
    document.head.append(script);
  });
}
