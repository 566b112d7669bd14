import { contextBridge, ipcRenderer, type IpcRendererEvent } from 'electron';
import type { Outcome } from '../../../src-shared/protocol/outcome.ts';
import type {
  OdaBridge,
  PushName,
  Pushes,
  RequestName,
  RequestResults,
} from '../../../src-shared/bridge/bridge.ts';
import { pushChannel, raiseChannel, requestChannel } from './channels.ts';

const bridge = {
  request<N extends RequestName>(name: N, params: unknown): Promise<Outcome<RequestResults[N]>> {
    return ipcRenderer.invoke(requestChannel, { name, params }) as Promise<
      Outcome<RequestResults[N]>
    >;
  },
  on<N extends PushName>(name: N, listener: (push: Pushes[N]) => void): () => void {
    const take = (_event: IpcRendererEvent, pushed: string, push: Pushes[N]): void => {
      if (pushed === name) listener(push);
    };
    ipcRenderer.on(pushChannel, take);
    return () => void ipcRenderer.off(pushChannel, take);
  },
  raise(): void {
    ipcRenderer.send(raiseChannel);
  },
} satisfies OdaBridge;

contextBridge.exposeInMainWorld('oda', bridge);
