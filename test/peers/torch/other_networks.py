"""
Writes small networks of scikit-learn (by skl2onnx) and Keras (by its own export), and what these answer: other_networks.py FOLDER.
NAME.json has the input of NAME.onnx and the answers.
"""
import json
import logging
import os
import sys
import warnings

os.environ["KERAS_BACKEND"] = "torch"
import keras
import numpy
import onnx
from keras import layers
from skl2onnx import to_onnx
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
logging.disable(logging.WARNING)

folder = sys.argv[1]
random = numpy.random.default_rng(1)
keras.utils.set_random_seed(1)


def save(name, x, answers):
    answers = numpy.asarray(answers, "f4")
    with open(os.path.join(folder, f"{name}.json"), "w") as file:
        json.dump({"shape": x.shape, "x": x.ravel().tolist(), "answers": answers.ravel().tolist()}, file)


table = random.normal(size=(60, 4)).astype("f4")
three = random.integers(0, 3, 60)
estimators = {
    "classes": (MLPClassifier((8, 5)), three, {"zipmap": False}),
    "named_classes": (MLPClassifier((8,)), numpy.array(list("abc"))[three], {"zipmap": False}),
    "two_classes": (MLPClassifier((8,), activation="tanh"), three > 0, {"zipmap": False}),
    "mapped": (MLPClassifier((8, 5)), three, {}),
    "scaled": (make_pipeline(StandardScaler(), MLPClassifier((8,))), three, {"zipmap": False}),
    "values": (MLPRegressor(hidden_layer_sizes=(8,), activation="logistic"), table[:, 0], None),
}
for name, (estimator, target, options) in estimators.items():
    estimator.set_params(**({} if name == "scaled" else {"max_iter": 20, "random_state": 1}))
    estimator.fit(table, target)
    chosen = None if options is None else {id(estimator): options}
    onnx.save(to_onnx(estimator, table[:1], options=chosen), os.path.join(folder, f"sklearn_{name}.onnx"))
    x = table[:5]
    save(f"sklearn_{name}", x, estimator.predict(x) if options is None else estimator.predict_proba(x))

image = layers.Input((12, 12, 1))
series = layers.Input((6, 8))
models = {
    "dense": keras.Sequential([layers.Input((4,)), layers.Dense(8, "relu"), layers.Dense(3)]),
    "convolutional": keras.Sequential(
        [
            image,
            layers.Conv2D(4, 3, padding="same", activation="relu"),
            layers.MaxPooling2D(),
            layers.BatchNormalization(),
            layers.DepthwiseConv2D(3),
            layers.GlobalAveragePooling2D(),
            layers.Dropout(0.3),
            layers.Dense(3),
        ]
    ),
    "embedding": keras.Sequential(
        [
            layers.Input((6,), dtype="int32"),
            layers.Embedding(20, 8),
            layers.GlobalAveragePooling1D(),
            layers.Dense(3),
        ]
    ),
    "lstm": keras.Sequential([layers.Input((6, 3)), layers.LSTM(5), layers.Dense(3)]),
    "gru": keras.Sequential([layers.Input((6, 3)), layers.GRU(5), layers.Dense(3)]),
    "attention": keras.Model(
        series, layers.Dense(3)(layers.Flatten()(layers.MultiHeadAttention(2, 4)(series, series)))
    ),
}
for name, model in models.items():
    shape = (5, *model.input_shape[1:])
    has_tokens = "int" in str(model.inputs[0].dtype)
    x = random.integers(0, 20, shape) if has_tokens else random.normal(size=shape).astype("f4")
    model.set_weights(
        [weights + 0.1 * abs(random.normal(size=weights.shape)) for weights in model.get_weights()]
    )
    answers = model(x)
    model.export(os.path.join(folder, f"keras_{name}.onnx"), format="onnx", verbose=False)
    save(f"keras_{name}", x, keras.ops.convert_to_numpy(answers))
