import { connectTo } from './connection.js';
import { encode, MessageReader, Operation, Purpose } from './protocol.js';

/**
 * Sends one command to the machine that is shared at `path`, and returns what it prints.
 *
 * @throws Error with the machine's own words where it refuses.
 */
export async function sendSimCommand(path: string, words: readonly string[]): Promise<string> {
  const { socket } = await connectTo(path, Purpose.commands);
  try {
    socket.write(encode(Operation.command, [], Buffer.from(words.join('\0'))));
    const reader = new MessageReader();
    for await (const chunk of socket) {
      const [answer] = reader.push(chunk as Buffer);
      if (answer === undefined) continue;
      if (answer.head !== 0) throw new Error(answer.body.toString());
      return answer.body.toString();
    }
    throw new Error(`${path}: the simulated machine is gone`);
  } finally {
    socket.destroy();
  }
}
