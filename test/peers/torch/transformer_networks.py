"""
Writes small transformers of the `transformers` package as ONNX, with random weights, and what PyTorch computes of them in
float64 (`oracle.py`): transformer_networks.py FOLDER. NAME.onnx takes a batch of any length, NAME.fixed.onnx is made for two.
"""
import logging
import os
import sys
import warnings

import torch
import transformers as T
from oracle import describe
from torch import nn

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

tokens, length, classes, samples = 50, 7, 3, 3
small = dict(vocab_size=tokens, hidden_size=32, intermediate_size=64, num_hidden_layers=2)
heads = dict(num_attention_heads=4, max_position_embeddings=16, tie_word_embeddings=False)
special = dict(bos_token_id=1, eos_token_id=2, pad_token_id=0)


class Logits(nn.Module):
    """A model that is given its inputs by place, and gives one tensor."""

    def __init__(self, model, *names, **options):
        super().__init__()
        self.model, self.names, self.options = model, names, options

    def forward(self, *inputs):
        result = self.model(**dict(zip(self.names, inputs)), **self.options)
        return result.logits if hasattr(result, "logits") else result.last_hidden_state


def ids(batch):
    return torch.randint(3, tokens, (batch, length))


def sound(batch):
    return torch.randn(batch, 8, 20)


def whisper(attention):
    return T.WhisperConfig(
        vocab_size=tokens, num_mel_bins=8, d_model=32, encoder_layers=2, decoder_layers=2,
        encoder_attention_heads=4, decoder_attention_heads=4, encoder_ffn_dim=64, decoder_ffn_dim=64,
        max_source_positions=10, max_target_positions=12, use_cache=False, tie_word_embeddings=False,
        decoder_start_token_id=1, begin_suppress_tokens=None, attn_implementation=attention, **special,
    )


# How a network is made for a way of attention, its inputs for a batch, and how many classes its answers have.
networks = {
    "bert": (
        lambda way: Logits(
            T.BertForSequenceClassification(
                T.BertConfig(**small, **heads, num_labels=classes, attn_implementation=way)
            ),
            "input_ids",
        ),
        [ids],
        classes,
    ),
    "gpt2": (
        lambda way: Logits(
            T.GPT2LMHeadModel(
                T.GPT2Config(
                    vocab_size=tokens, n_positions=16, n_embd=32, n_layer=2, n_head=4, use_cache=False,
                    tie_word_embeddings=False, attn_implementation=way, **special,
                )
            ),
            "input_ids",
            use_cache=False,
        ),
        [ids],
        tokens,
    ),
    "llama": (
        lambda way: Logits(
            T.LlamaForCausalLM(
                T.LlamaConfig(
                    **small, **heads, num_key_value_heads=2, use_cache=False, attn_implementation=way,
                    **special,
                )
            ),
            "input_ids",
            use_cache=False,
        ),
        [ids],
        tokens,
    ),
    "whisper_encoder": (
        lambda way: Logits(T.WhisperModel(whisper(way)).encoder, "input_features"),
        [sound],
        32,
    ),
    "whisper": (
        lambda way: Logits(
            T.WhisperForConditionalGeneration(whisper(way)),
            "input_features",
            "decoder_input_ids",
            use_cache=False,
        ),
        [sound, ids],
        tokens,
    ),
}


def write(folder, name, way):
    torch.manual_seed(1)
    make, kinds, count = networks[name]
    model = make(way).eval()
    with torch.no_grad():
        for key, parameter in model.named_parameters():
            if parameter.dim() < 2:
                parameter.copy_(("bias" not in key) + 0.1 * torch.randn_like(parameter))
    path = os.path.join(folder, f"{name}.{way}")
    names = ["x", "ids"] if len(kinds) == 2 else ["x"]
    batch = torch.export.Dim("batch")
    for file, shapes in (f"{path}.onnx", (tuple({0: batch} for _ in kinds),)), (f"{path}.fixed.onnx", None):
        given = tuple(kind(samples if shapes else 2) for kind in kinds)
        torch.onnx.export(
            model, given, opset_version=20, dynamic_shapes=shapes, external_data=False, verbose=False,
            input_names=names,
        ).save(file)
    describe(path, model, lambda: {key: kind(samples) for key, kind in zip(names, kinds)}, count)


for way in "eager", "sdpa":
    for name in networks:
        write(sys.argv[1], name, way)
