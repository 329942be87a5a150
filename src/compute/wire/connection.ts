import type { Socket } from 'node:net';
import {
  createMessageConnection,
  ResponseError,
  SocketMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import * as z from 'zod';
import { CoreError, coreError, toFailure } from './error';
import { validated } from './validated';
import { FrameLimit, LimitedReader } from './frameLimit';
import {
  failure,
  requests,
  runNotification,
  type RequestName,
  type RequestParameters,
  type RequestResult,
  type RunNotification,
  type Validated,
} from '../protocol/protocol';

export type Handlers = {
  readonly [R in RequestName]: (parameters: Validated<R>) => Promise<RequestResult<R>>;
};

/** Bytes of the largest message a core sends: the feature maps of all layers. A longer text no engine can hold. */
const largestAnswer = 2 ** 29;

/** A JSON-RPC connection over a socket, not yet listening. */
export function socketConnection(
  socket: Socket,
  limit = new FrameLimit(largestAnswer),
): MessageConnection {
  const reader = new LimitedReader(socket, limit);
  const connection = createMessageConnection(reader, new SocketMessageWriter(socket));
  connection.onError(() => socket.destroy());
  return connection;
}

const eventMethod = 'event';
/** The JSON-RPC code under which a `Failure` travels. */
const failureCode = -32000;

/** Answers every request of the protocol on a connection; parameters are validated first. */
export function answer(connection: MessageConnection, handlers: Handlers): void {
  for (const name of Object.keys(requests) as RequestName[]) answerOne(connection, name, handlers);
}

function answerOne<R extends RequestName>(
  connection: MessageConnection,
  name: R,
  handlers: Handlers,
): void {
  connection.onRequest(name, async (received: unknown) => {
    try {
      return await handlers[name](
        validated<unknown>(name, requests[name].parameters, received) as never,
      );
    } catch (error) {
      const data = toFailure(error);
      throw new ResponseError(failureCode, data.message, data);
    }
  });
}

/** Sends a request and validates its result. Throws a `CoreError`. */
export async function ask<R extends RequestName>(
  connection: MessageConnection,
  name: R,
  parameters: RequestParameters<R>,
): Promise<RequestResult<R>> {
  let result: unknown;
  try {
    result = await connection.sendRequest(name, parameters);
  } catch (error) {
    const told = failure.safeParse((error as ResponseError<unknown>).data);
    if (told.success) throw new CoreError(told.data, { cause: error });
    throw coreError('core-lost', 'The compute core did not answer.');
  }
  return validated<unknown>(name, requests[name].result, result) as RequestResult<R>;
}

export function notify(connection: MessageConnection, notification: RunNotification): void {
  connection.sendNotification(eventMethod, notification).catch(() => undefined); // it is going away
}

/** Calls back for each valid run event; anything else is dropped and reported. */
export function onNotification(
  connection: MessageConnection,
  listener: (notification: RunNotification) => void,
  onInvalid: (message: string) => void,
): void {
  connection.onNotification(eventMethod, (received: unknown) => {
    const result = runNotification.safeParse(received);
    if (result.success) listener(result.data);
    else onInvalid(z.prettifyError(result.error));
  });
}
