"""The text model's network is the published one."""

import subprocess
import sys

import pytest
import torch

from musiccm.minilm import MiniLM
from musiccm.text import WEIGHTS, TextEncoder, model_folder

TEXTS = ("dub", "warm rhodes and brushed drums", "study beats for a rainy night, " * 40)


def test_it_is_the_library_s_bert_to_the_last_bit() -> None:
    """Hidden states of short, long and cut texts equal those of transformers, padding apart."""
    transformers = pytest.importorskip("transformers")
    transformers.utils.logging.disable_progress_bar()
    codes = TextEncoder().tokenizer.encode_batch(list(TEXTS))
    ids = torch.tensor([code.ids for code in codes])
    mask = torch.tensor([code.attention_mask for code in codes])
    theirs = transformers.BertModel.from_pretrained(str(model_folder()), local_files_only=True)
    with torch.no_grad():
        expected = theirs.eval()(input_ids=ids, attention_mask=mask).last_hidden_state
        found = MiniLM.load(model_folder() / WEIGHTS)(ids, mask)
    assert ids.shape == (3, 128)
    torch.testing.assert_close(found[mask > 0], expected[mask > 0], rtol=1e-6, atol=1e-6)


def test_neighbours_do_not_change_a_text() -> None:
    """A text alone and one padded beside a longer one have the same vector."""
    encoder = TextEncoder()
    alone, beside = encoder.encode(TEXTS[:1])[0], encoder.encode(TEXTS)[0]
    assert float(abs(alone - beside).max()) < 1e-6


def test_the_engine_starts_without_slow_imports() -> None:
    """What is not needed to play is not imported: transformers, sympy and torch's compiler."""
    code = (
        "import sys, bridge.engine.worker, musiccm.instrument;"
        "slow = {'transformers', 'sympy', 'torch._dynamo', 'torch.distributed.tensor', 'scipy'};"
        "print(sorted(slow & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
