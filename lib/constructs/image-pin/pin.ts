import { GetParameterCommand } from '@aws-sdk/client-ssm';
import type { CdkCustomResourceEvent, CdkCustomResourceResponse } from 'aws-lambda';

import type { Sender } from '../../deployed/sender';

export interface ImagePinProperties {
  readonly ParameterName: string;
  readonly Revision: string;
}

/**
 * Resolves the parameter once. The image is the physical id, so that an update which asks for nothing new
 * answers the same image whatever the parameter has become since.
 */
export function imagePinHandler(ssm: Sender) {
  return async (event: CdkCustomResourceEvent): Promise<CdkCustomResourceResponse> => {
    if (event.RequestType === 'Delete') return { PhysicalResourceId: event.PhysicalResourceId };
    const wanted = event.ResourceProperties as unknown as ImagePinProperties;
    if (event.RequestType === 'Update') {
      const before = event.OldResourceProperties as unknown as ImagePinProperties;
      if (before.ParameterName === wanted.ParameterName && before.Revision === wanted.Revision)
        return answer(event.PhysicalResourceId);
    }
    const { Parameter } = (await ssm.send(new GetParameterCommand({ Name: wanted.ParameterName }))) as {
      Parameter: { Value: string };
    };
    if (!/^ami-[0-9a-f]{8,17}$/.test(Parameter.Value))
      throw new Error(
        `The parameter ${wanted.ParameterName} holds "${Parameter.Value}", not the id of a machine image such as ami-0123456789abcdef0. ` +
          'Set machine.image to a parameter that does, or to an image id.',
      );
    return answer(Parameter.Value);
  };
}

const answer = (imageId: string) => ({ PhysicalResourceId: imageId, Data: { ImageId: imageId } });
