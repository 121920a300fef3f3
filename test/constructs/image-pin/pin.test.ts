import { imagePinHandler } from '../../../lib/constructs/image-pin/pin';
import { event } from '../event';
import { FakeAws } from '../fake-aws';

const OLD = 'ami-0123456789abcdef0';
const NEW = 'ami-0fedcba9876543210';
const wanted = { ParameterName: '/aws/service/debian/release/13/latest/arm64', Revision: '1' };

const holding = (value: string) => new FakeAws({ GetParameter: () => ({ Parameter: { Value: value } }) });
const pinned = (image: string) => ({ PhysicalResourceId: image, Data: { ImageId: image } });

test('the parameter is resolved at creation', async () => {
  expect(await imagePinHandler(holding(OLD))(event('Create', wanted))).toEqual(pinned(OLD));
});

test('an update that asks for nothing new keeps the image, whatever is newest', async () => {
  const ssm = holding(NEW);
  const update = event('Update', { ...wanted }, { before: wanted, physicalId: OLD });
  expect(await imagePinHandler(ssm)(update)).toEqual(pinned(OLD));
  expect(ssm.calls).toEqual([]);
});

test.each([
  ['revision', { ...wanted, Revision: '2' }],
  ['parameter', { ...wanted, ParameterName: '/aws/service/debian/release/13/latest/amd64' }],
])('another %s takes the newest image', async (_, now) => {
  const update = event('Update', now, { before: wanted, physicalId: OLD });
  expect(await imagePinHandler(holding(NEW))(update)).toEqual(pinned(NEW));
});

test('what is no image id is refused with the parameter, the value and the way out', async () => {
  await expect(imagePinHandler(holding('{"image":1}'))(event('Create', wanted))).rejects.toThrow(
    /latest\/arm64 holds "\{"image":1\}", not the id of a machine image.*Set machine\.image/,
  );
});

test('deletion asks nothing', async () => {
  const ssm = holding(NEW);
  await imagePinHandler(ssm)(event('Delete', wanted, { physicalId: OLD }));
  expect(ssm.calls).toEqual([]);
});
