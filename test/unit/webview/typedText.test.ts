import assert from 'node:assert/strict';
import { TypedText } from '../../../webview/designer/typedText';

describe('the text of a field', () => {
  let field: TypedText;
  beforeEach(() => (field = new TypedText('6')));
  const send = (text: string) => {
    field.type(text);
    return field.send();
  };

  it('is sent once', () => {
    assert.deepEqual([send('7'), field.send()], [true, false]);
    field.receive('7');
    assert.deepEqual([field.send(), field.text], [false, '7']);
  });

  it('is not sent where it is what the notebook has', () => {
    assert.equal(send('6'), false);
  });

  it('stays while answers to earlier texts arrive', () => {
    send('7');
    send('8');
    field.receive('7');
    assert.equal(field.text, '8');
    field.type('9');
    field.receive('8');
    assert.equal(field.text, '9');
    assert.equal(field.send(), true);
    field.receive('9');
    assert.equal(field.text, '9');
  });

  it('follows the notebook when that is changed elsewhere', () => {
    send('7');
    field.receive('7');
    field.receive('6');
    assert.equal(field.text, '6');
  });

  it('comes back as the notebook has it', () => {
    field.type('x');
    field.reset();
    assert.equal(field.text, '6');
    field.receive('5');
    assert.equal(field.text, '5');
  });
});
