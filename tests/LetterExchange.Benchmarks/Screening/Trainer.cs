using LetterExchange.Features.Screening.Meaning;
using Microsoft.ML;
using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace LetterExchange.Benchmarks.Screening;

/// <summary>Logistic regression for each head over the traits of sentences, by Microsoft.ML's L-BFGS on one thread a head: the same letters give the same weights.</summary>
static class Trainer
{
    /// <summary>How much more a sentence weighs that has what is looked for: there are fifty without to one with.</summary>
    const float Weight = 4;

    sealed class Row
    {
        public bool Label { get; set; }
        public float Weight { get; set; }
        [VectorType(Traits.Size)] public VBuffer<float> Features { get; set; }
    }

    /// <summary>The weights of each head.</summary>
    public static IReadOnlyList<(float Bias, IReadOnlyList<float> Weights)> Train(IReadOnlyList<Letter> letters) =>
        [.. Enumerable.Range(0, Letter.Heads.Length).AsParallel().AsOrdered().WithDegreeOfParallelism(Environment.ProcessorCount).Select(head => Train(letters, head))];

    static (float, IReadOnlyList<float>) Train(IReadOnlyList<Letter> letters, int head)
    {
        var ml = new MLContext(seed: 1);
        var rows = letters.SelectMany(letter => letter.Taught).Where(taught => taught.Labels[head] is not null).Select(taught => new Row
        {
            Label = taught.Labels[head] == true, Weight = taught.Labels[head] == true ? Weight : 1, Features = new VBuffer<float>(Traits.Size, taught.Places.Length, taught.Values, taught.Places),
        }).ToList();
        if (!rows.Exists(row => row.Label)) return (-10, new float[Traits.Size]);
        var trainer = ml.BinaryClassification.Trainers.LbfgsLogisticRegression(new LbfgsLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = nameof(Row.Label), FeatureColumnName = nameof(Row.Features), ExampleWeightColumnName = nameof(Row.Weight),
            L1Regularization = 0, L2Regularization = 0.3f, NumberOfThreads = 1, MaximumNumberOfIterations = 60, HistorySize = 10, OptimizationTolerance = 1e-5f,
        });
        var model = ((CalibratedModelParametersBase<LinearBinaryModelParameters, PlattCalibrator>)trainer.Fit(ml.Data.LoadFromEnumerable(rows)).Model).SubModel;
        return (model.Bias, model.Weights);
    }
}
